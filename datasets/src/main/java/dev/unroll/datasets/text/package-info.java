/**
 * Text as sequences of characters, bytes, words or byte pairs: to be labelled, translated or continued. Start at {@link
 * dev.unroll.datasets.text.Tokenizer}.
 */
package dev.unroll.datasets.text;
