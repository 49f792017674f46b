package dev.unroll.datasets.audio;

import dev.unroll.dataset.DataException;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.Fingerprint;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.datasets.sequences.Labels;
import dev.unroll.datasets.sequences.SequencesDataset;
import dev.unroll.datasets.sequences.StoredFeatures;
import dev.unroll.datasets.sequences.Targets;
import dev.unroll.datasets.split.Split;
import dev.unroll.datasets.store.Spool;
import dev.unroll.random.Randomness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sounds of one's own: a folder with a folder for every class, which holds WAV files. Each file is read once; what is
 * kept are its features, 4 bytes each.
 */
public final class WavFactory extends KindFactory<WavSpec> {

    public WavFactory() {
        super("wav", WavSpec.class, "your own files",
                "classify your own sounds, a folder of WAV files per class, as mel-frequency cepstra or mel spectra");
    }

    @Override
    public SequenceDataset create(WavSpec spec, Randomness randomness) {
        Path folder = DataFile.folder("folder", spec.folder());
        StoredFeatures features = new StoredFeatures(names(spec.mel()), Spool.Form.FLOAT);
        Labels labels = new Labels("class", "");
        Map<Integer, MelFeatures> byRate = new HashMap<>();
        StringBuilder hashes = new StringBuilder();
        for (Map.Entry<String, List<Path>> entry : files(folder).entrySet()) {
            for (Path path : entry.getValue()) {
                DataFile file = DataFile.of("folder", path.toString());
                WavFile sound = WavFile.read(file);
                MelFeatures mel = byRate.computeIfAbsent(sound.sampleRate(), rate -> mel(spec, file, rate));
                if (byRate.size() > 1 && spec.mel().highHz() == null) {
                    throw new DataException("highHz must be given where sampling rates differ, since the bands reach "
                            + "up to half of the rate otherwise; got " + sound.sampleRate() + " Hz in " + file.name()
                            + " and another rate before; write half of the lowest rate");
                }
                for (float value : mel.of(sound.samples())) {
                    features.append(value);
                }
                features.end();
                labels.add(entry.getKey());
                if (spec.group() != null) {
                    labels.addGroup(group(spec.group(), path));
                }
                hashes.append(entry.getKey()).append('/').append(path.getFileName()).append(' ').append(file.sha256())
                        .append('\n');
            }
        }
        if (features.size() == 0) {
            throw new DataException("folder must hold a folder of WAV files for every class; " + folder
                    + " holds no .wav file one folder below; put each sound into the folder of its class");
        }
        Targets targets = labels.targets(folder.toString());
        Split split = Split.of(spec.parts(), new Split.Examples(folder.toString(), features.size(),
                Labels.classesOf(targets), labels.groups(), null), randomness);
        return new SequencesDataset(features, targets, split, spec.steps(), Fingerprint.of(hashes.toString()));
    }

    private static MelFeatures mel(WavSpec spec, DataFile file, int rate) {
        try {
            return new MelFeatures(spec.mel(), rate);
        } catch (IllegalArgumentException e) {
            throw new DataException(file.name() + ": " + e.getMessage(), e);
        }
    }

    private static List<String> names(MelSpec mel) {
        List<String> names = new ArrayList<>();
        String base = mel.features().equals("mfcc") ? "mfcc" : "band";
        for (String derivative : List.of("", " change", " change of change").subList(0, mel.deltas() + 1)) {
            for (int i = 0; i < mel.coefficients(); i++) {
                names.add(base + i + derivative);
            }
        }
        return names;
    }

    private static String group(String pattern, Path path) {
        String name = path.getFileName().toString();
        Matcher matcher = Pattern.compile(pattern).matcher(name);
        if (!matcher.find() || matcher.group(1) == null) {
            throw new DataException("group must match the name of every file; got " + pattern + ", which does not "
                    + "match " + name + "; change the expression or the name");
        }
        return matcher.group(1);
    }

    /** By class, in the order of the names. */
    private static Map<String, List<Path>> files(Path folder) {
        Map<String, List<Path>> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder, 2)) {
            all.filter(path -> path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".wav"))
                    .filter(path -> folder.relativize(path).getNameCount() == 2)
                    .sorted(Comparator.comparing(path -> folder.relativize(path).toString()))
                    .forEach(path -> files.computeIfAbsent(path.getParent().getFileName().toString(),
                            name -> new ArrayList<>()).add(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
