package dev.unroll.gru;

import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.testing.NoisyLayerContract;
import java.util.LinkedHashMap;
import java.util.Map;

class NoisyGruTest extends NoisyLayerContract {

    private static Maker layer(boolean resetAfter, double dropout, double dropConnect, double zoneout) {
        return (in, hidden, engine) -> new GruLayer("layer0", in, hidden, resetAfter,
                new RecurrentRegularization(dropout, dropConnect, zoneout), engine);
    }

    @Override
    protected Map<String, Maker> layers() {
        Map<String, Maker> layers = new LinkedHashMap<>();
        for (boolean resetAfter : new boolean[] {true, false}) {
            String where = resetAfter ? ", reset after" : ", reset before";
            layers.put("recurrent dropout" + where, layer(resetAfter, 0.4, 0, 0));
            layers.put("DropConnect" + where, layer(resetAfter, 0, 0.4, 0));
            layers.put("zoneout" + where, layer(resetAfter, 0, 0, 0.4));
            layers.put("all" + where, layer(resetAfter, 0.2, 0.3, 0.2));
        }
        return layers;
    }
}
