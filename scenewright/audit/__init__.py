"""What can be said against a data set: what of it can be answered without looking."""
