/**
 * The small Transformer: an encoder of pre- or post-norm blocks of multi-head attention and feed-forward layers. Start
 * at {@link dev.unroll.transformer.TransformerEncoder}.
 */
package dev.unroll.transformer;
