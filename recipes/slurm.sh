#!/usr/bin/env bash
# One build by a Slurm array, then one data set of it. Send it off with:
#     sbatch --array=0-63 recipes/slurm.sh recipes/cluster.yaml /scratch/me/cluster
# Each task of the array is a rank that builds its share of the shards on one node with as many workers as it has
# processors. The folder is on a disk that all nodes share, or a URL such as s3://bucket/set. A task that dies, or is
# cut off by its time limit, goes on when the same line is sent again: finished shards are kept. Whichever rank is last
# writes report, card and contact sheet.
#
# Without a shared disk, set LOCAL to a folder that each node has. Every rank then builds there and copies its folder
# to OUT/rank-N when it is done; at the end, once, where OUT is:
#     scenewright merge OUT/rank-* -o OUT/whole
#SBATCH --job-name=scenewright
#SBATCH --cpus-per-task=32
#SBATCH --mem-per-cpu=1500M
#SBATCH --time=24:00:00
#SBATCH --requeue
#SBATCH --output=scenewright-%A-%a.log
set -euo pipefail

recipe=${1:?give the recipe} out=${2:?give the folder or URL to write to}
rank=$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN))
world=$SLURM_ARRAY_TASK_COUNT
if ((SLURM_ARRAY_TASK_MAX - SLURM_ARRAY_TASK_MIN + 1 != world)); then
    echo "the array must count without gaps (--array=0-63), so that each task knows its share" >&2
    exit 2
fi
here=${LOCAL:+$LOCAL/rank-$rank}

scenewright build "$recipe" -o "${here:-$out}" --rank "$rank" --world-size "$world" --workers "${SLURM_CPUS_PER_TASK:-1}"
if [[ -n $here ]]; then
    mkdir -p "$out/rank-$rank"
    cp -r "$here/." "$out/rank-$rank/"
fi
