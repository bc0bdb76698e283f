"""Models of every class with random weights, a few thousand numbers each, tokenizers included; built in code.

Each function writes a pipeline's folder as `diffusers` saves it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from transformers import CLIPTextConfig, T5Config

WORDS = (
    "a",
    "the",
    "of",
    "on",
    "and",
    "with",
    "red",
    "blue",
    "green",
    "circle",
    "square",
    "triangle",
    "picture",
    "sound",
)
LICENCE = "---\nlicense: apache-2.0\n---\nA tiny model with random weights.\n"


def clip_tokenizer() -> Any:
    """Bytes, their word-final forms and a few merges."""
    letters = [chr(c) for c in range(33, 127)]
    merges = [("a", "n"), ("t", "h"), ("th", "e</w>"), ("r", "e"), ("re", "d</w>"), ("o", "f</w>")]
    names = ["<|startoftext|>", "<|endoftext|>", *letters, *(f"{c}</w>" for c in letters)]
    names += [a + b for a, b in merges]
    vocab = {name: i for i, name in enumerate(dict.fromkeys(names))}
    return transformers.CLIPTokenizer(vocab=vocab, merges=merges, model_max_length=77)


def t5_tokenizer() -> Any:
    """A unigram vocabulary of letters and words."""
    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    pieces += [(f"▁{word}", -2.0) for word in WORDS] + [("▁", -4.0)]
    pieces += [(chr(c), -6.0) for c in range(33, 127) if chr(c) not in dict(pieces)]
    return transformers.T5Tokenizer(vocab=pieces, extra_ids=0, model_max_length=77)


def clip_text(width: int = 32, projection: int | None = None) -> Any:
    tokenizer = clip_tokenizer()
    config = CLIPTextConfig(
        vocab_size=len(tokenizer), hidden_size=width, intermediate_size=37, num_hidden_layers=2, num_attention_heads=4,
        projection_dim=projection or width, bos_token_id=0, eos_token_id=1, pad_token_id=1,
        hidden_act="gelu", layer_norm_eps=1e-5, max_position_embeddings=77,
    )  # fmt: skip
    kind = transformers.CLIPTextModelWithProjection if projection else transformers.CLIPTextModel
    return kind(config).eval()


def t5(width: int = 32) -> Any:
    config = T5Config(
        vocab_size=len(t5_tokenizer()), d_model=width, d_ff=37, d_kv=8, num_layers=2, num_heads=4,
        relative_attention_num_buckets=8, decoder_start_token_id=0,
    )  # fmt: skip
    return transformers.T5EncoderModel(config).eval()


def vae(channels: int = 4, **more: Any) -> Any:
    return diffusers.AutoencoderKL(
        block_out_channels=(4, 8), in_channels=3, out_channels=3, latent_channels=channels, norm_num_groups=2,
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2, **more,
    )  # fmt: skip


def _unet(cross: int, **more: Any) -> Any:
    return diffusers.UNet2DConditionModel(
        block_out_channels=(8, 16), layers_per_block=1, sample_size=16, in_channels=4, out_channels=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=cross, norm_num_groups=2, attention_head_dim=4, **more,
    )  # fmt: skip


def _save(pipe: Any, to: Path) -> Path:
    pipe.save_pretrained(to)
    (to / "README.md").write_text(LICENCE)
    return to


def sd15(to: Path, seed: int = 0, checker: bool = False, calm: bool = False) -> Path:
    """SD 1.5; with a safety checker, or with a decoder that paints all in pale grey, if asked."""
    torch.manual_seed(seed)
    decoder = vae()
    if calm:
        decoder.decoder.conv_out.weight.data *= 0.02
        decoder.decoder.conv_out.bias.data[:] = 0.4
    extra: dict[str, Any] = {"safety_checker": None, "feature_extractor": None}
    if checker:
        extra = {"safety_checker": _safety_checker(), "feature_extractor": _image_processor()}
    pipe = diffusers.StableDiffusionPipeline(
        vae=decoder, text_encoder=clip_text(), tokenizer=clip_tokenizer(), unet=_unet(32),
        scheduler=diffusers.DDIMScheduler(clip_sample=False, set_alpha_to_one=False),
        requires_safety_checker=checker, **extra,
    )  # fmt: skip
    return _save(pipe, to)


def _image_processor() -> Any:
    return transformers.CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})


def _vision_config() -> Any:
    return transformers.CLIPVisionConfig(
        hidden_size=32, intermediate_size=37, num_hidden_layers=2, num_attention_heads=4, image_size=32, patch_size=8,
        projection_dim=32,
    )  # fmt: skip


def _safety_checker() -> Any:
    """One that objects to everything."""
    from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker

    text = CLIPTextConfig(hidden_size=32, intermediate_size=37, num_hidden_layers=1, num_attention_heads=4)
    config = transformers.CLIPConfig(
        text_config=text.to_dict(), vision_config=_vision_config().to_dict(), projection_dim=32
    )
    made = StableDiffusionSafetyChecker(config)
    made.concept_embeds_weights.data[:] = -2.0  # any likeness is above this threshold
    made.concept_embeds.data.normal_()
    return made


def sd_controlnet(to: Path, cross: int = 32, seed: int = 1) -> Path:
    torch.manual_seed(seed)
    made = diffusers.ControlNetModel(
        block_out_channels=(8, 16), layers_per_block=1, in_channels=4, cross_attention_dim=cross, norm_num_groups=2,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), attention_head_dim=4,
        conditioning_embedding_out_channels=(8, 16),
    )  # fmt: skip
    made.save_pretrained(to)
    return to


def ip_adapter(to: Path, base: Path) -> Path:
    """An IP-Adapter for `sd15`, its picture encoder beside it."""
    torch.manual_seed(2)
    unet = diffusers.UNet2DConditionModel.from_pretrained(base / "unet")
    weights: dict[str, Any] = {}
    number = 1
    for name in unet.attn_processors:
        if name.endswith("attn2.processor"):
            width = 16
            weights[f"{number}.to_k_ip.weight"] = torch.randn(width, 32) * 0.1
            weights[f"{number}.to_v_ip.weight"] = torch.randn(width, 32) * 0.1
        number += name.endswith("attn2.processor") * 2
    project = {"proj.weight": torch.randn(4 * 32, 32) * 0.1, "proj.bias": torch.zeros(128),
               "norm.weight": torch.ones(32), "norm.bias": torch.zeros(32)}  # fmt: skip
    to.mkdir(parents=True)
    flat = {f"image_proj.{k}": v for k, v in project.items()} | {f"ip_adapter.{k}": v for k, v in weights.items()}
    import safetensors.torch

    safetensors.torch.save_file(flat, to / "ip_adapter.safetensors")
    transformers.CLIPVisionModelWithProjection(_vision_config()).save_pretrained(to / "image_encoder")
    return to


_TEXT_TIME = {
    "addition_embed_type": "text_time", "addition_time_embed_dim": 8, "transformer_layers_per_block": (1, 1),
    "projection_class_embeddings_input_dim": 80, "use_linear_projection": True,
}  # fmt: skip


def sdxl(to: Path, seed: int = 0) -> Path:
    torch.manual_seed(seed)
    pipe = diffusers.StableDiffusionXLPipeline(
        vae=vae(), text_encoder=clip_text(), text_encoder_2=clip_text(projection=32), tokenizer=clip_tokenizer(),
        tokenizer_2=clip_tokenizer(), unet=_unet(64, **_TEXT_TIME), scheduler=diffusers.EulerDiscreteScheduler(),
        add_watermarker=False,
    )  # fmt: skip
    return _save(pipe, to)


def sdxl_controlnet(to: Path, seed: int = 1) -> Path:
    torch.manual_seed(seed)
    made = diffusers.ControlNetModel(
        block_out_channels=(8, 16), layers_per_block=1, in_channels=4, cross_attention_dim=64, norm_num_groups=2,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), attention_head_dim=4,
        conditioning_embedding_out_channels=(8, 16), **_TEXT_TIME,
    )  # fmt: skip
    made.save_pretrained(to)
    return to


def sd3(to: Path, seed: int = 0) -> Path:
    torch.manual_seed(seed)
    transformer = diffusers.SD3Transformer2DModel(
        sample_size=32, patch_size=2, in_channels=16, out_channels=16, num_layers=1, attention_head_dim=8,
        num_attention_heads=4, caption_projection_dim=32, joint_attention_dim=32, pooled_projection_dim=64,
        pos_embed_max_size=32,
    )  # fmt: skip
    pipe = diffusers.StableDiffusion3Pipeline(
        transformer=transformer, scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=vae(16, shift_factor=0.0609, scaling_factor=1.5305, use_quant_conv=False, use_post_quant_conv=False),
        text_encoder=clip_text(projection=32), text_encoder_2=clip_text(projection=32), text_encoder_3=t5(),
        tokenizer=clip_tokenizer(), tokenizer_2=clip_tokenizer(), tokenizer_3=t5_tokenizer(),
    )  # fmt: skip
    return _save(pipe, to)


def flux(to: Path, seed: int = 0) -> Path:
    torch.manual_seed(seed)
    transformer = diffusers.FluxTransformer2DModel(
        patch_size=1, in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=32, pooled_projection_dim=32, axes_dims_rope=(4, 4, 8),
    )  # fmt: skip
    pipe = diffusers.FluxPipeline(
        transformer=transformer, scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=vae(shift_factor=0.0609, scaling_factor=1.5035, use_quant_conv=False, use_post_quant_conv=False),
        text_encoder=clip_text(), tokenizer=clip_tokenizer(), text_encoder_2=t5(), tokenizer_2=t5_tokenizer(),
    )  # fmt: skip
    return _save(pipe, to)


def stable_audio(to: Path, seed: int = 0) -> Path:
    """Two channels at 8 kHz, two seconds at most."""
    torch.manual_seed(seed)
    transformer = diffusers.StableAudioDiTModel(
        sample_size=200, in_channels=3, out_channels=3, num_layers=2, attention_head_dim=8, num_attention_heads=2,
        num_key_value_attention_heads=2, cross_attention_dim=8, time_proj_dim=8, global_states_input_dim=16,
        cross_attention_input_dim=8,
    )  # fmt: skip
    codec = diffusers.AutoencoderOobleck(
        encoder_hidden_size=6, downsampling_ratios=[4, 4, 5], decoder_channels=3, decoder_input_channels=3,
        audio_channels=2, channel_multiples=[1, 2, 4], sampling_rate=8000,
    )  # fmt: skip
    from diffusers.pipelines.stable_audio.modeling_stable_audio import StableAudioProjectionModel

    pipe = diffusers.StableAudioPipeline(
        transformer=transformer, vae=codec, text_encoder=t5(8), tokenizer=t5_tokenizer(),
        projection_model=StableAudioProjectionModel(text_encoder_dim=8, conditioning_dim=8, min_value=0, max_value=32),
        scheduler=diffusers.EDMDPMSolverMultistepScheduler(
            solver_order=2, prediction_type="v_prediction", sigma_data=1.0, sigma_schedule="exponential"
        ),
    )  # fmt: skip
    return _save(pipe, to)


def roberta_tokenizer() -> Any:
    """Bytes as GPT-2 spells them, without merges."""
    letters = _byte_letters()
    names = ["<s>", "<pad>", "</s>", "<unk>", *letters, "<mask>"]
    vocab = {name: i for i, name in enumerate(names)}
    return transformers.RobertaTokenizer(vocab=vocab, merges=[], model_max_length=77)


def _byte_letters() -> list[str]:
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    spare = iter(range(256, 512))
    return [chr(b if b in kept else next(spare)) for b in range(256)]


def clap(seed: int = 3) -> Any:
    """A CLAP model and its feature extractor at 16 kHz."""
    torch.manual_seed(seed)
    size = len(roberta_tokenizer())
    config = transformers.ClapConfig(
        text_config={"bos_token_id": 0, "eos_token_id": 2, "hidden_size": 8, "intermediate_size": 37,
                     "num_attention_heads": 1, "num_hidden_layers": 1, "pad_token_id": 1, "vocab_size": size,
                     "projection_dim": 8, "max_position_embeddings": 80},
        audio_config={"spec_size": 64, "window_size": 4, "num_mel_bins": 64, "intermediate_size": 37, "depths": [2, 2],
                      "num_attention_heads": [2, 2], "hidden_size": 192, "projection_dim": 8, "patch_size": 2,
                      "patch_stride": 2, "patch_embed_input_channels": 4, "patch_embeds_hidden_size": 96,
                      "num_hidden_layers": 2},
        projection_dim=8,
    )  # fmt: skip
    extractor = transformers.ClapFeatureExtractor(feature_size=64, sampling_rate=16000, hop_length=640, max_length_s=2)
    return transformers.ClapModel(config).eval(), extractor


def clap_folder(to: Path) -> Path:
    """A CLAP that says what is heard."""
    model, extractor = clap()
    model.save_pretrained(to)
    transformers.ClapProcessor(feature_extractor=extractor, tokenizer=roberta_tokenizer()).save_pretrained(to)
    return to


def audioldm2(to: Path, seed: int = 0) -> Path:
    """One channel at 16 kHz."""
    torch.manual_seed(seed)
    from diffusers.pipelines.audioldm2.modeling_audioldm2 import AudioLDM2ProjectionModel, AudioLDM2UNet2DConditionModel

    unet = AudioLDM2UNet2DConditionModel(
        block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=8, sample_size=16, in_channels=4,
        out_channels=4, down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"), cross_attention_dim=(8, 16),
    )  # fmt: skip
    codec = diffusers.AutoencoderKL(
        block_out_channels=(8, 16), in_channels=1, out_channels=1, norm_num_groups=8, latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
    )  # fmt: skip
    model, extractor = clap()
    gpt2 = transformers.GPT2LMHeadModel(
        transformers.GPT2Config(n_embd=16, n_head=2, n_layer=2, vocab_size=100, n_ctx=99, n_positions=99)
    )
    gpt2.config.max_new_tokens = 8
    vocoder = transformers.SpeechT5HifiGan(
        transformers.SpeechT5HifiGanConfig(
            model_in_dim=8, sampling_rate=16000, upsample_initial_channel=16, upsample_rates=[5, 4, 4],
            upsample_kernel_sizes=[11, 8, 8], resblock_kernel_sizes=[3, 7], resblock_dilation_sizes=[[1, 3], [1, 3]],
            normalize_before=False,
        )
    )  # fmt: skip
    pipe = diffusers.AudioLDM2Pipeline(
        vae=codec, unet=unet, scheduler=diffusers.DDIMScheduler(clip_sample=False, set_alpha_to_one=False),
        text_encoder=model, text_encoder_2=t5(32), tokenizer=roberta_tokenizer(), tokenizer_2=t5_tokenizer(),
        feature_extractor=extractor, language_model=gpt2, vocoder=vocoder,
        projection_model=AudioLDM2ProjectionModel(text_encoder_dim=8, text_encoder_1_dim=32, langauge_model_dim=16),
    )  # fmt: skip
    return _save(pipe, to)


def clip(to: Path) -> Path:
    """A CLIP that ranks pictures."""
    torch.manual_seed(4)
    config = transformers.CLIPConfig(
        text_config=clip_text().config.to_dict(), vision_config=_vision_config().to_dict(), projection_dim=32
    )
    transformers.CLIPModel(config).save_pretrained(to)
    transformers.CLIPProcessor(image_processor=_image_processor(), tokenizer=clip_tokenizer()).save_pretrained(to)
    return to


def owlv2(to: Path) -> Path:
    torch.manual_seed(5)
    config = transformers.Owlv2Config(
        text_config={"vocab_size": len(clip_tokenizer()), "hidden_size": 32, "intermediate_size": 37,
                     "num_hidden_layers": 2, "num_attention_heads": 4, "max_position_embeddings": 16},
        vision_config={"hidden_size": 32, "intermediate_size": 37, "num_hidden_layers": 2, "num_attention_heads": 4,
                       "image_size": 64, "patch_size": 16},
        projection_dim=32,
    )  # fmt: skip
    transformers.Owlv2ForObjectDetection(config).save_pretrained(to)
    image = transformers.Owlv2ImageProcessor(size={"height": 64, "width": 64})
    tokenizer = clip_tokenizer()
    tokenizer.model_max_length = 16
    transformers.Owlv2Processor(image_processor=image, tokenizer=tokenizer).save_pretrained(to)
    return to
