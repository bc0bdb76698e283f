"""How fast each family is, stage by stage, beside named baselines measured in the same run."""
