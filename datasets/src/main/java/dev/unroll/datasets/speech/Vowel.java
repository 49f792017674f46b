package dev.unroll.datasets.speech;

/**
 * The vowels of American English, with the averages that Peterson &amp; Barney measured (1952, "Control methods used in
 * a study of the vowels", table II): in Hz, for men, women and children, the fundamental frequency and three formants.
 */
enum Vowel {
    IY("heed", new double[][] {{136, 270, 2290, 3010}, {235, 310, 2790, 3310}, {272, 370, 3200, 3730}}),
    IH("hid", new double[][] {{135, 390, 1990, 2550}, {232, 430, 2480, 3070}, {269, 530, 2730, 3600}}),
    EH("head", new double[][] {{130, 530, 1840, 2480}, {223, 610, 2330, 2990}, {260, 690, 2610, 3570}}),
    AE("had", new double[][] {{127, 660, 1720, 2410}, {210, 860, 2050, 2850}, {251, 1010, 2320, 3320}}),
    AA("hod", new double[][] {{124, 730, 1090, 2440}, {212, 850, 1220, 2810}, {256, 1030, 1370, 3170}}),
    AO("hawed", new double[][] {{129, 570, 840, 2410}, {216, 590, 920, 2710}, {263, 680, 1060, 3180}}),
    UH("hood", new double[][] {{137, 440, 1020, 2240}, {232, 470, 1160, 2680}, {276, 560, 1410, 3310}}),
    UW("who'd", new double[][] {{141, 300, 870, 2240}, {231, 370, 950, 2670}, {274, 430, 1170, 3260}}),
    AH("hud", new double[][] {{130, 640, 1190, 2390}, {221, 760, 1400, 2780}, {261, 850, 1590, 3360}}),
    ER("heard", new double[][] {{133, 490, 1350, 1690}, {218, 500, 1640, 1960}, {261, 560, 1820, 2160}});

    private final String word;
    private final double[][] averages;

    Vowel(String word, double[][] averages) {
        this.word = word;
        this.averages = averages;
    }

    /** A word that has the vowel between h and d. */
    String word() {
        return word;
    }

    /** The average fundamental frequency of a type of speaker. */
    double pitch(int type) {
        return averages[type][0];
    }

    /** The average of a formant, from 0, of a type of speaker. */
    double formant(int type, int formant) {
        return averages[type][1 + formant];
    }
}
