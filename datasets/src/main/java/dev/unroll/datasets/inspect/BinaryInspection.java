package dev.unroll.datasets.inspect;

import dev.unroll.dataset.FileInspector.Report;
import dev.unroll.datasets.array.NumberArray;
import dev.unroll.datasets.audio.WavFile;
import dev.unroll.datasets.file.DataFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells the arrays and sounds in binary files. */
final class BinaryInspection {

    private static final int BLOCK = 4_096;

    private BinaryInspection() {
    }

    static Report array(DataFile file) {
        List<List<String>> parts = new ArrayList<>();
        List<String> advice = new ArrayList<>();
        List<String> members = file.plainName().endsWith(".npz") ? NumberArray.members(file) : List.of("");
        for (String member : members) {
            NumberArray array = NumberArray.read(file, member);
            Spread spread = new Spread();
            long odd = 0;
            double[] block = new double[BLOCK];
            for (long from = 0; from < array.values().size(); from += BLOCK) {
                int count = (int) Math.min(BLOCK, array.values().size() - from);
                array.values().read(from, count, block, 0);
                for (int i = 0; i < count; i++) {
                    if (Double.isFinite(block[i])) {
                        spread.add(block[i]);
                    } else {
                        odd++;
                    }
                }
            }
            parts.add(List.of(member.isEmpty() ? file.name() : member, Arrays.toString(array.shape()),
                    array.whole() ? "whole numbers" : "floating-point numbers", Long.toString(odd), spread.range()));
            if (odd > 0) {
                advice.add((member.isEmpty() ? file.name() : member) + " holds " + odd + " values that are no finite "
                        + "numbers; kind arrays takes them only as padding behind given lengths");
            }
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("SHA-256", file.sha256());
        return new Report(file.plainName().endsWith(".npz") ? "an archive of NumPy arrays" : "an array of "
                + "numbers", facts,
                List.of("array", "dimensions", "type", "not finite", "values"), parts, advice);
    }

    static Report sound(DataFile file) {
        WavFile sound = WavFile.read(file);
        Spread spread = new Spread();
        int clipped = 0;
        for (float sample : sound.samples()) {
            spread.add(sample);
            clipped += Math.abs(sample) >= 0.9999f ? 1 : 0;
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("sampling rate", sound.sampleRate() + " Hz");
        facts.put("samples", Integer.toString(sound.samples().length));
        facts.put("seconds", Spread.number((double) sound.samples().length / sound.sampleRate()));
        facts.put("values", spread.range());
        facts.put("SHA-256", file.sha256());
        return new Report("a sound", facts, List.of(), List.of(), clipped > 10
                ? List.of(clipped + " samples are at full scale: the sound may be clipped") : List.of());
    }
}
