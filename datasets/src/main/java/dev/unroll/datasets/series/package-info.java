/**
 * Forecasting: the next values of a time series from a window of past ones, split in order of time. Start at {@link
 * dev.unroll.datasets.series.ForecastDataset}; {@link dev.unroll.datasets.series.CsvFactory} takes one's own file.
 */
package dev.unroll.datasets.series;
