#!/bin/bash
# A sweep as an array of Slurm: 100 tasks, each with a shard of the parts, on a file system that all nodes see.
#   id=$(sbatch --parsable examples/cluster/slurm.sh mpt.yaml /shared/mpt-sweep)
#   sbatch --dependency=afterok:$id --wrap="scale-schedule sweep mpt.yaml -o /shared/mpt-sweep --finish"
#SBATCH --job-name=sweep
#SBATCH --array=1-100
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=8
#SBATCH --mem=4G
#SBATCH --time=02:00:00
#SBATCH --requeue
#SBATCH --output=%x-%A_%a.log
set -euo pipefail

spec=${1:?the specification of the sweep}
store=${2:?where its files go}

# Eight worker threads, as SLURM_CPUS_PER_TASK says. A task that is requeued makes what it has not made yet.
exec scale-schedule sweep "$spec" -o "$store" --shard auto --quiet
