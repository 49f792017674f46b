package dev.unroll.datasets.table;

import dev.unroll.datasets.file.DataFile;

/** The tables that ship with this module; origin and licence of each are in {@code SOURCES.md} beside the files. */
public enum BundledTable {
    ELECTRICITY("electricity-demand-england-wales-halfhourly-2000.csv",
            "faa787d2f431eb00eaa19c0b62e0b053009395e86b5911cb5283ff8d75f6bd83"),
    STOCK_INDICES("eu-stock-indices-daily-1991-1998.csv",
            "8df94f416adb374fa4cefac63ea61a482bf22d51185ca761fcf00aff10bc8908"),
    CHICAGO("chicago-ridership-weather-daily-2001-2016.csv.gz",
            "0b45e1d1e1d7f516731a3e5d360e6d512801cbef19802063b97a779b792acb30"),
    TREASURY_YIELDS("us-treasury-yields-daily-1962-2000.csv.gz",
            "50d99cddf5754f80fcaad3203d86e5fd56f71471c03d7f0992bc711c7c9d44c5"),
    SUNSPOTS("sunspots-monthly-1749-1983.csv",
            "e28ca989a9654a9ad32df29e2528ee1dc1531ba6313d320ee6bfa0711f04ebfd"),
    CO2("co2-mauna-loa-monthly-1958-2020.csv",
            "f352fa7a89d1553b4949d2c777530a79ac5d792f1146f2717beb1de873b2bbc5"),
    WEATHER("weather-daily-seattle-newyork-2012-2015.csv",
            "de62313f7181971fbfad8d35f8f4313dedc78f0ac4d355a5e7019b6ef46b07f8"),
    SEATTLE_NORMALS("seattle-weather-hourly-normals.csv.gz",
            "3c3c618ef3b244fa9c738dd7e5a607c509f39de9e6e301e985dc344d4a701645"),
    BIRTHS_1969_1988("us-births-daily-1969-1988.csv",
            "cb3eb974c695aa313d9c97dc63ae6d9297a12420c75ca8204a1a2b56cd4ebe03"),
    BIRTHS_2000_2014("us-births-daily-2000-2014.csv",
            "6b97d706d69075969f517799fa2f93b6ba36cf98de137a739ea40b82032c0c19"),
    SENSORS("sensor-network-singlehop-5s.csv.gz",
            "779b48b4b057c24d75707d8c93992903a6b624e3e1f141ba255f948bd326e066"),
    DIGITS("optdigits-8x8.csv.gz",
            "3dfa5abbe5f13b33c388acc86191880767382ea5dd79e363e944f526b208f0f1"),
    PRONUNCIATIONS("cmudict-g2p.csv.gz",
            "86e570678708fc3e5e34a45bb13286ba8b0b433ba8176d31b2bea9eba0a678fd"),
    FIRST_NAMES("first-names-en-gender.csv",
            "f03cf6ef5f4ac8287dfb65d19246cfd26871e6ffa5890e9f1b071eeebf88608e"),
    OPINION_WORDS("opinion-words-en.csv",
            "86eb51df7d49506c1981b3740417fb4d1d1ee5a67058c75f690f1932b8fd65c0"),
    AFINN("afinn-111.csv",
            "ed8fd28f4e4a9608f55e26d86e2afef778edc28d04a919578a0b0463c90afad2"),
    SPLICE_JUNCTIONS("dna-splice-junctions.csv.gz",
            "f7e2b23366e0f540124e61e8dfcd33bb23766b4db9a690f16de35934c9b9fed1"),
    VOWELS("vowels-deterding.csv",
            "dbba04aa2557d5ccb2a624934ea8a2947b6c4fb64270dcec44df3a0ca0fdcd5a"),
    MANDARIN_TONES("mandarin-tones-mfcc-f0.csv.gz",
            "1b4a6b7e69776ba8a588f50afcde5a39a8f66d55879ae03d2c9e1472fab03207"),
    UNICODE_NAMES("cldr-emoji-names-20-languages.csv.gz",
            "6837a541a2671834bd8485be52be3b18adcd08993c94b6181569ced81366adc6");

    private final String file;
    private final String sha256;

    BundledTable(String file, String sha256) {
        this.file = file;
        this.sha256 = sha256;
    }

    /** The table, read anew; refused if its bytes are not the ones that results were published on. */
    public Table load() {
        return CsvTables.table(file());
    }

    /** The file, refused likewise. */
    public DataFile file() {
        return DataFile.bundled(file, sha256);
    }
}
