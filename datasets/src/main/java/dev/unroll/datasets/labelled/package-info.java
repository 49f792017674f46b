/**
 * One's own labelled sequences in text files: JSON Lines, tables in long form, and the .ts files of the UCR and UEA
 * archives. Start at {@link dev.unroll.datasets.labelled.JsonLinesFactory}.
 */
package dev.unroll.datasets.labelled;
