"""A family of another package: it comes in through the entry point `scenewright.families`."""

from dice_family import questions, renderer, scene
from scenewright.families import Family

FAMILY = Family.of_modules("dice", scene, renderer, questions)
