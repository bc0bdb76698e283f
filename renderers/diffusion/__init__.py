"""Renderings repainted by diffusion models, and every claim about the result checked.

`options` says what to do, `pipelines` loads a model, `stages` runs it, `claims` and the modules named `verify_*` check
what came out, `best_of` keeps the best of several, `repaint` puts it together. Modules here import torch and diffusers
inside functions alone, so that all else works without the extra `models`.
"""
