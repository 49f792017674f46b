package dev.unroll.datasets.inspect;

import dev.unroll.dataset.DataException;
import dev.unroll.dataset.FileInspector.Report;
import dev.unroll.datasets.file.DataFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells the lines and characters of plain text. */
final class TextInspection {

    private TextInspection() {
    }

    static Report of(DataFile file) {
        Spread lengths = new Spread();
        Spread characters = new Spread();
        long[] counts = new long[4];
        file.readText(text -> {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                lengths.add(line.codePointCount(0, line.length()));
                counts[0]++;
                line.codePoints().forEach(point -> {
                    characters.add(Character.toString(point));
                    counts[1]++;
                    counts[2] += Character.isISOControl(point) && point != '\t' ? 1 : 0;
                    counts[3] += point == 0xFFFD ? 1 : 0;
                });
            }
            return null;
        });
        if (counts[0] == 0) {
            throw new DataException(file.name() + " must hold text; it is empty; check the path");
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("lines", Long.toString(counts[0]));
        facts.put("characters", Long.toString(counts[1]));
        facts.put("different characters", Integer.toString(characters.distinct()));
        facts.put("characters per line", lengths.range());
        facts.put("SHA-256", file.sha256());
        List<String> advice = new ArrayList<>();
        if (counts[2] > 0) {
            advice.add(counts[2] + " characters are control characters; check whether this is text");
        }
        if (counts[3] > 0) {
            advice.add(counts[3] + " characters are U+FFFD, which stands where a wrong encoding was read before");
        }
        return new Report("plain text", facts, List.of(), List.of(), advice);
    }
}
