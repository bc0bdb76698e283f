"""A reinforcement learning loop: episodes, rewards by the answer key, and levels that rise with success.

The policy here only learns which of yes and no to say, so that the loop runs anywhere; a real one is a model that is
given `asked.images` and `asked.text`.

    python reward_loop.py [EPISODES]
"""

from __future__ import annotations

import sys

import scenewright as sw

RECIPE = {"name": "rewards", "families": [{"family": "clock"}, {"family": "flowchart"}], "splits": {"train": 10_000}}


def main() -> None:
    """Run episodes and say how the reward went."""
    episodes = int(sys.argv[1]) if sys.argv[1:] else 200
    env = sw.Env(RECIPE, curriculum=sw.Curriculum())
    worth = {"Yes": 0.0, "No": 0.0}
    rewards = []
    for episode in range(episodes):
        env.reset(seed=episode)
        reply = max(worth, key=lambda word: worth[word])
        reward = env.score(f"<think>A guess.</think><answer>{reply}</answer>")
        worth[reply] += 0.1 * (reward - worth[reply])
        rewards.append(reward)
    print(f"mean reward {sum(rewards) / len(rewards):.3f} over {episodes} episodes")


if __name__ == "__main__":
    main()
