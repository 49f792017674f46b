/**
 * Runs in the formats of other programs that follow experiments: {@link dev.unroll.tracking.TensorBoardLog TensorBoard}
 * and {@link dev.unroll.tracking.MlflowFiles MLflow}. Written from their published formats, without their code.
 */
package dev.unroll.tracking;
