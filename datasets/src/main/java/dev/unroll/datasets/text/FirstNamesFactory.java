package dev.unroll.datasets.text;

import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.table.BundledTable;
import dev.unroll.datasets.table.Table;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether an English first name is a woman's or a man's, from its letters: 8,003 names, 56 % of them female; the last
 * letters tell most.
 */
public final class FirstNamesFactory extends KindFactory<FirstNamesSpec> {

    public FirstNamesFactory() {
        super("first-names", FirstNamesSpec.class,
                "Moby Word II, G. Ward (PDDL-1.0 / CC0), by way of stdlib",
                "tell female from male English first names by their letters");
    }

    @Override
    public SequenceDataset create(FirstNamesSpec spec, Randomness randomness) {
        Table table = BundledTable.FIRST_NAMES.load();
        List<String> all = table.texts("label");
        int[] kept = IntStream.range(0, all.size())
                .filter(i -> spec.both().equals("keep") || !all.get(i).equals("both")).toArray();
        List<String> names = table.texts("name");
        return LabelledTexts.dataset(table.source(), Texts.of(Arrays.stream(kept).mapToObj(names::get).toList()),
                kept.length, LabelledTexts.classes(Arrays.stream(kept).mapToObj(all::get).toList()), null,
                spec.preparation(), randomness, table.sha256());
    }
}
