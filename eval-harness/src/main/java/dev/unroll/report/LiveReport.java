package dev.unroll.report;

import dev.unroll.run.RunFolder;
import dev.unroll.run.RunStore;

/** The report of a run, made from its store and not written anywhere. */
public final class LiveReport {

    private LiveReport() {
    }

    /** The whole page, as a finished run's folder has it; of a run that goes on, what has ended, without a verdict. */
    public static String html(RunFolder folder) {
        try (RunStore store = RunStore.readOnly(folder)) {
            return ReportWriter.html(ReportDocument.of(ReportData.of(folder, store)));
        }
    }
}
