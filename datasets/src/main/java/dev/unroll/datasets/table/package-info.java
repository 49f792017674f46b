/**
 * Tables of figures read from CSV files, one's own or bundled, with a sentence for everything that can be wrong with
 * them. Start at {@link dev.unroll.datasets.table.CsvTables}.
 */
package dev.unroll.datasets.table;
