"""What happens: pure functions from a scene to its outcome."""
