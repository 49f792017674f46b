package dev.unroll.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SliceFigureTest {

    @Test
    void rangesStandAtTheirMiddle() {
        assertThat(SliceFigure.point("lag 1–45")).isEqualTo(new SliceFigure.Point("lag 1–45", "lag", 1, 45, false));
        assertThat(SliceFigure.point("lag 1–45").middle()).isEqualTo(23);
        assertThat(SliceFigure.point("length 200").middle()).isEqualTo(200);
    }

    @Test
    void whatIsCountedIsReadFromTheName() {
        assertThat(SliceFigure.point("1 pair").axis()).isEqualTo(SliceFigure.point("16 pairs").axis()).isEqualTo("pair");
        assertThat(SliceFigure.point("depth 10 or more").axis()).isEqualTo(SliceFigure.point("depth 3–4").axis());
        assertThat(SliceFigure.point("question, distance 4").axis()).isEqualTo("question, distance");
        assertThat(SliceFigure.point("jackson")).isNull();
    }

    @Test
    void trainedRangesAreOnTheSameAxisAsUntrained() {
        SliceFigure.Point trained = SliceFigure.point("trained length 1–40");

        assertThat(trained.trained()).isTrue();
        assertThat(trained.axis()).isEqualTo(SliceFigure.point("length 41–80").axis());
    }
}
