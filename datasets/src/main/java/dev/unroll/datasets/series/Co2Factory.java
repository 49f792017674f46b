package dev.unroll.datasets.series;

/**
 * Carbon dioxide in the air of Mauna Loa, monthly from March 1958 to April 2020: 746 months in ppm, of which five
 * early ones are missing; they are interpolated, within the training part, and never asked for. The series rises
 * beyond the range of its training part, so models are asked for changes unless {@code differences} is false.
 */
public final class Co2Factory extends BundledSeriesFactory<Co2Spec> {

    public Co2Factory() {
        super("co2", Co2Spec.class,
                "Scripps CO2 Program, Scripps Institution of Oceanography (CC BY 4.0), by way of vega-datasets",
                "forecast changes of the CO2 on Mauna Loa (ppm, monthly, 1958-2020); a trend and a strong year");
    }
}
