"""What can be asked: scene (+ outcome), as far as the rendering resolves it -> questions, answers, steps, evidence."""
