package dev.unroll.datasets.table;

import dev.unroll.dataset.DataException;
import dev.unroll.datasets.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The tables that ship with this module; origin and licence of each are in {@code SOURCES.md} beside the files. */
public enum BundledTable {
    ELECTRICITY("electricity-demand-england-wales-halfhourly-2000.csv",
            "faa787d2f431eb00eaa19c0b62e0b053009395e86b5911cb5283ff8d75f6bd83"),
    STOCK_INDICES("eu-stock-indices-daily-1991-1998.csv",
            "8df94f416adb374fa4cefac63ea61a482bf22d51185ca761fcf00aff10bc8908"),
    CHICAGO("chicago-ridership-weather-daily-2001-2016.csv.gz",
            "0b45e1d1e1d7f516731a3e5d360e6d512801cbef19802063b97a779b792acb30"),
    DIGITS("optdigits-8x8.csv.gz",
            "3dfa5abbe5f13b33c388acc86191880767382ea5dd79e363e944f526b208f0f1");

    private final String file;
    private final String sha256;

    BundledTable(String file, String sha256) {
        this.file = file;
        this.sha256 = sha256;
    }

    /** The table, read anew; refused if its bytes are not the ones that results were published on. */
    public Table load() {
        byte[] bytes;
        try (InputStream in = BundledTable.class.getResourceAsStream("/dev/unroll/datasets/data/" + file)) {
            if (in == null) {
                throw new DataException("the bundled file " + file + " must be on the class path; it is not; "
                        + "rebuild or reinstall Unroll");
            }
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String received = Fingerprint.of(bytes);
        if (!received.equals(sha256)) {
            throw new DataException("the bundled file " + file + " must have the SHA-256 " + sha256 + "; got "
                    + received + "; rebuild or reinstall Unroll");
        }
        return CsvTables.parse(file, bytes);
    }
}
