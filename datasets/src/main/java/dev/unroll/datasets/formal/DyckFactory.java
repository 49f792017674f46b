package dev.unroll.datasets.formal;

import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link DyckDataset}. */
public final class DyckFactory extends GeneratedFactory<DyckSpec> {

    public DyckFactory() {
        super("dyck", "say which bracket may close next, trained on short strings and tested on long ones, by depth",
                "Suzgun et al. 2019 (arXiv 1911.03329) and Hewitt et al. 2020 (arXiv 2010.07515)", DyckSpec.class,
                DyckDataset::new);
    }
}
