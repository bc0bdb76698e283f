"""What is seen or heard: scene (+ outcome) + style -> media, marks and what they resolve."""
