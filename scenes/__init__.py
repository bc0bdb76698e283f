"""What is true: frozen scenes and how they are drawn at random. The ground floor: imports nothing above it."""
