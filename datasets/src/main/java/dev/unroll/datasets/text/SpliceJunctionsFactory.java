package dev.unroll.datasets.text;

import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.table.BundledTable;
import dev.unroll.datasets.table.Table;
import dev.unroll.random.Randomness;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the middle of 60 nucleotides of DNA is where an exon ends ({@code ei}), where one begins ({@code ie}), or
 * neither ({@code n}; a little over half). Of 3,186 rows 3,001 are distinct; repetitions are removed, and the one
 * sequence that has two labels.
 */
public final class SpliceJunctionsFactory extends KindFactory<SpliceJunctionsSpec> {

    public SpliceJunctionsFactory() {
        super("splice-junctions", SpliceJunctionsSpec.class,
                "StatLog / UCI splice junctions from GenBank 64.1 (CC BY 4.0), by way of the R package mlbench (GPL-2)",
                "tell exon-intron and intron-exon borders in 3,000 stretches of 60 nucleotides of DNA");
    }

    @Override
    public SequenceDataset create(SpliceJunctionsSpec spec, Randomness randomness) {
        Table table = BundledTable.SPLICE_JUNCTIONS.load();
        List<String> all = table.texts("sequence");
        List<String> labels = table.texts("label");
        Map<String, String> labelOf = new LinkedHashMap<>();
        Set<String> contradicted = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            String before = labelOf.putIfAbsent(all.get(i), labels.get(i));
            if (before != null && !before.equals(labels.get(i))) {
                contradicted.add(all.get(i));
            }
        }
        labelOf.keySet().removeAll(contradicted);
        return LabelledTexts.dataset(table.source(), Texts.of(List.copyOf(labelOf.keySet())), labelOf.size(),
                LabelledTexts.classes(List.copyOf(labelOf.values())), null, spec.preparation(), randomness,
                table.sha256());
    }
}
