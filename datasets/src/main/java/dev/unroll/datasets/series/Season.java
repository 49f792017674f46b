package dev.unroll.datasets.series;

/**
 * A period after which a series tends to repeat.
 *
 * @param name  what a forecast by it is called: {@code same time one week ago}
 * @param steps rows of the series from one time to the same one a season later
 */
record Season(String name, int steps) {
}
