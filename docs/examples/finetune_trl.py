"""Supervised fine-tuning with TRL: Scenewright builds and exports, TRL trains. The model is a tiny one, with
random weights, so that the script runs on a CPU in a minute; give a vision-language model by name to train that.

    python finetune_trl.py [MODEL] [STEPS]        needs: pip install "scenewright[hub,models]" trl
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import scenewright as sw

RECIPE = {
    "name": "to fine-tune on",
    "questions": 2,
    "splits": {"train": 40},
    "families": [{"family": "clock", "levels": [0]}],
}
SIDE_PX, PATCH_PX = 56, 14
CHAT = (
    "{% for m in messages %}<|{{ m['role'] }}|> {% if m['content'] is string %}{{ m['content'] }}{% else %}"
    "{% for c in m['content'] %}{% if c['type'] == 'image' %}<image>{% else %} {{ c['text'] }}{% endif %}{% endfor %}"
    "{% endif %} <eos> {% endfor %}"
)


def rows(folder: Path) -> Any:
    """A data set of conversations as TRL reads it: columns `messages` and `images`."""
    from datasets import load_dataset

    sw.build(RECIPE, folder / "data", workers=1)
    sw.export(folder / "data", "messages", folder / "sft")
    return load_dataset(str(folder / "sft"), split="train", cache_dir=str(folder / "cache"))


def tiny(texts: list[str]) -> tuple[Any, Any]:
    """A LLaVA of some 100,000 random weights, with a tokenizer of the words of these texts."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import (
        CLIPVisionConfig,
        LlamaConfig,
        LlavaConfig,
        LlavaForConditionalGeneration,
        LlavaProcessor,
        PreTrainedTokenizerFast,
    )
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

    words = Tokenizer(models.WordLevel(unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    special = ["<unk>", "<pad>", "<eos>", "<image>", "<|user|>", "<|assistant|>", "<|system|>"]
    words.train_from_iterator(texts, trainers.WordLevelTrainer(special_tokens=special))
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words, unk_token="<unk>", pad_token="<pad>", eos_token="<eos>",
        additional_special_tokens=special[3:],
    )  # fmt: skip
    pictures = CLIPImageProcessorPil(size={"shortest_edge": SIDE_PX}, crop_size={"height": SIDE_PX, "width": SIDE_PX})
    processor = LlavaProcessor(
        image_processor=pictures, tokenizer=tokenizer, patch_size=PATCH_PX, vision_feature_select_strategy="default",
        chat_template=CHAT, image_token="<image>", num_additional_image_tokens=1,
    )  # fmt: skip
    torch.manual_seed(0)
    size = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
    words_known = {"vocab_size": len(tokenizer), "pad_token_id": 1, "eos_token_id": 2}
    config = LlavaConfig(
        vision_config=CLIPVisionConfig(image_size=SIDE_PX, patch_size=PATCH_PX, projection_dim=32, **size),
        text_config=LlamaConfig(num_key_value_heads=2, **words_known, **size),
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"),
        vision_feature_layer=-1,
        vision_feature_select_strategy="default",
    )  # fmt: skip
    return LlavaForConditionalGeneration(config), processor


def main() -> None:
    """Build, export, train; prints the loss of the first and of the last steps."""
    from trl import SFTConfig, SFTTrainer

    name = sys.argv[1] if sys.argv[1:] and sys.argv[1] != "tiny" else ""
    steps = int(sys.argv[2]) if sys.argv[2:] else 20
    with tempfile.TemporaryDirectory() as folder:
        data = rows(Path(folder))
        model: Any
        if name:
            from transformers import AutoProcessor

            model, processor = name, AutoProcessor.from_pretrained(name)
        else:
            model, processor = tiny([str(part) for row in data["messages"] for part in row])
        config = SFTConfig(
            output_dir=f"{folder}/out", max_steps=steps, per_device_train_batch_size=4, learning_rate=3e-3,
            logging_steps=max(1, steps // 4), save_strategy="no", report_to="none", max_length=None, use_cpu=not name,
            bf16=False, gradient_checkpointing=False,
        )  # fmt: skip
        trainer = SFTTrainer(model=model, args=config, train_dataset=data, processing_class=processor)
        trainer.train()
        losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
        print(f"loss {losses[0]:.3f} -> {losses[-1]:.3f} in {steps} steps")


if __name__ == "__main__":
    main()
