"""Small diffusion models of our own: what they are trained on, how, and how they are run."""
