"""Snapshots of assets for visual regression tests: media and their ground truth against a baseline."""
