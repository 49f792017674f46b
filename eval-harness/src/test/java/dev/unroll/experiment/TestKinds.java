package dev.unroll.experiment;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.unroll.dataset.DataException;
import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.engine.Engine;
import dev.unroll.fake.CountingDataset;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import java.util.List;

/** Kinds whose records have a component of every type that a spec may hold. */
public final class TestKinds {

    public static final Kinds KINDS = new Kinds(
            List.of(new Model<>("lstm", LstmSpec.class), new Model<>("transformer", TransformerSpec.class)),
            List.of(new Data<>("adding", AddingSpec.class), new Data<>("digits", DigitsSpec.class)));

    private TestKinds() {
    }

    public record LstmSpec(List<Integer> hiddenSizes, Double dropout, Boolean peepholes, float forgetBias)
            implements ModelSpec {
        public LstmSpec {
            hiddenSizes = hiddenSizes == null ? List.of(64) : hiddenSizes;
            dropout = dropout == null ? 0.0 : dropout;
            peepholes = peepholes != null && peepholes;
            if (!(dropout >= 0 && dropout < 1)) {
                throw new IllegalArgumentException("dropout must be at least 0 and below 1; got " + dropout
                        + "; write 0.1 for 10 %");
            }
        }
    }

    public record TransformerSpec(Integer modelSize, Integer numHeads) implements ModelSpec {
        public TransformerSpec {
            modelSize = modelSize == null ? 64 : modelSize;
            numHeads = numHeads == null ? 4 : numHeads;
            if (modelSize % numHeads != 0) {
                throw new IllegalArgumentException("modelSize must be divisible by numHeads; got " + modelSize + " and "
                        + numHeads + "; choose a multiple");
            }
        }
    }

    public record AddingSpec(Integer length, Long limit,
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) double[] weights)
            implements DatasetSpec {
        public AddingSpec {
            length = length == null ? 100 : length;
            weights = weights == null ? new double[] {1} : weights;
        }
    }

    public enum Reading {
        ROWS, PIXEL_BY_PIXEL
    }

    public record DigitsSpec(Reading reading, String note) implements DatasetSpec {
        public DigitsSpec {
            reading = reading == null ? Reading.ROWS : reading;
            note = note == null ? "" : note;
        }
    }

    private record Model<S extends ModelSpec>(String kind, Class<S> specType) implements ModelFactory<S> {
        @Override
        public String description() {
            return "for tests";
        }

        @Override
        public SequenceModel create(S spec, Task task, Randomness initialization, Engine engine) {
            throw new UnsupportedOperationException();
        }
    }

    private record Data<S extends DatasetSpec>(String kind, Class<S> specType) implements DatasetFactory<S> {
        @Override
        public String description() {
            return "for tests";
        }

        @Override
        public String source() {
            return "made up";
        }

        @Override
        public SequenceDataset create(S spec, Randomness randomness) {
            if (kind.equals("digits")) {
                throw new DataException("digits must be given by a file; got none; name one");
            }
            return new CountingDataset(7, 2);
        }
    }
}
