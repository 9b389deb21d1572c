//! The words of answers, language after language: English, German, French, Spanish, Dutch, Italian, Portuguese and
//! Japanese. Nothing but data; how they are looked up is in `words`.

/// What is said of a thing, folded when looked up: −2 for the bad pole, 2 for the good one.
#[rustfmt::skip]
pub(super) const POLES: &[(i8, &[&str])] = &[
    (
        2,
        &[
        "satisfied", "happy", "agree", "easy", "likely", "pleased", "positive", "helpful", "useful", "zufrieden",
        "einverstanden", "einfach", "leicht", "hilfreich", "wahrscheinlich", "stimme zu", "trifft zu", "satisfait",
        "satisfaite", "satisfaits", "satisfait e", "d'accord", "facile", "utile", "probable", "content",
        "satisfecho", "satisfecha", "de acuerdo", "facil", "util", "contento", "tevreden", "eens", "mee eens",
        "makkelijk", "gemakkelijk", "eenvoudig", "waarschijnlijk", "nuttig", "soddisfatto", "soddisfatta",
        "d'accordo", "probabile", "satisfeito", "satisfeita", "concordo", "provavel", "満足", "満足している", "そう思う", "簡単",
        "同意する", "当てはまる",
    ],
    ),
    (
        -2,
        &[
        "dissatisfied", "unsatisfied", "unhappy", "disagree", "difficult", "hard", "unlikely", "displeased",
        "negative", "unhelpful", "unzufrieden", "nicht zufrieden", "nicht einverstanden", "schwierig", "schwer",
        "unwahrscheinlich", "stimme nicht zu", "trifft nicht zu", "insatisfait", "insatisfaite", "insatisfait e",
        "mecontent", "pas satisfait", "pas satisfaite", "pas d'accord", "difficile", "improbable", "insatisfecho",
        "insatisfecha", "en desacuerdo", "dificil", "descontento", "ontevreden", "niet tevreden", "oneens",
        "mee oneens", "moeilijk", "lastig", "onwaarschijnlijk", "insoddisfatto", "insoddisfatta", "in disaccordo",
        "improbabile", "insatisfeito", "insatisfeita", "discordo", "improvavel", "不満", "不満である", "そう思わない", "難しい",
        "同意しない", "当てはまらない",
    ],
    ),
];

/// What strengthens a pole to its end, and what weakens it.
#[rustfmt::skip]
pub(super) const STRONG: &[&str] = &[
        "very", "extremely", "strongly", "completely", "totally", "highly", "sehr", "ausserst", "vollkommen",
        "vollig", "voll", "stark", "tres", "extremement", "tout a fait", "fortement", "totalement", "muy",
        "totalmente", "sumamente", "extremadamente", "completamente", "zeer", "heel", "erg", "helemaal", "volledig",
        "molto", "estremamente", "fortemente", "completamente", "pienamente", "muito", "extremamente", "totalmente",
        "非常に", "とても", "大変", "きわめて", "強く",
    ];
#[rustfmt::skip]
pub(super) const MILD: &[&str] = &[
        "somewhat", "rather", "fairly", "slightly", "a little", "mostly", "moderately", "eher", "etwas", "teilweise",
        "ziemlich", "plutot", "assez", "un peu", "algo", "un poco", "bastante", "mas bien", "enigszins", "redelijk",
        "een beetje", "tamelijk", "beetje", "abbastanza", "piuttosto", "un po'", "um pouco", "parcialmente",
        "relativamente", "やや", "少し", "どちらかといえば", "まあ",
    ];

/// Whole answers that are no pole with a strength.
#[rustfmt::skip]
pub(super) const WHOLE: &[(i8, &[&str])] = &[
    (
        3,
        &[
        "excellent", "outstanding", "love it", "ausgezeichnet", "hervorragend", "excelente", "uitstekend",
        "eccellente", "ottimo", "素晴らしい", "最高",
    ],
    ),
    (
        2,
        &[
        "good", "good with comment", "very good", "great", "yes", "thumbs up", "like", "up", "true", "gut",
        "sehr gut", "ja", "bon", "bien", "tres bien", "tres bon", "oui", "bueno", "buena", "muy bueno", "si", "goed",
        "zeer goed", "buono", "buona", "bom", "boa", "muito bom", "sim", "良い", "とても良い", "はい",
    ],
    ),
    (
        0,
        &[
        "neutral", "neither", "neither satisfied nor dissatisfied", "neither agree nor disagree",
        "neither easy nor difficult", "neither good nor bad", "okay", "ok", "average", "fair", "undecided",
        "weder noch", "weder zufrieden noch unzufrieden", "teils teils", "neutre", "ni satisfait ni insatisfait",
        "ni d'accord ni pas d'accord", "ni facile ni difficile", "ni satisfecho ni insatisfecho",
        "ni de acuerdo ni en desacuerdo", "neutro", "neutraal", "neutrale", "noch tevreden noch ontevreden",
        "niet tevreden niet ontevreden", "ne soddisfatto ne insoddisfatto", "nem satisfeito nem insatisfeito",
        "nao concordo nem discordo", "どちらともいえない", "どちらとも言えない", "普通", "ふつう",
    ],
    ),
    (
        -2,
        &[
        "bad", "bad with comment", "poor", "no", "thumbs down", "dislike", "down", "false", "schlecht", "nein",
        "mauvais", "mal", "non", "malo", "mala", "slecht", "nee", "cattivo", "scarso", "ruim", "mau", "nao", "悪い",
        "いいえ",
    ],
    ),
    (
        -3,
        &[
        "terrible", "awful", "very bad", "very poor", "hate it", "not at all satisfied", "sehr schlecht",
        "uberhaupt nicht zufrieden", "gar nicht zufrieden", "tres mauvais", "pas du tout satisfait",
        "pas du tout satisfaite", "pas du tout d'accord", "stimme uberhaupt nicht zu", "stimme gar nicht zu",
        "trifft uberhaupt nicht zu", "muy malo", "nada satisfecho", "zeer slecht", "helemaal niet tevreden",
        "helemaal niet mee eens", "pessimo", "per niente soddisfatto", "per nulla d'accordo", "muito ruim",
        "nada satisfeito", "pessimo", "全く満足していない", "まったくそう思わない", "全くそう思わない", "最悪",
    ],
    ),
    (
        3,
        &[
        "stimme voll zu", "stimme voll und ganz zu", "trifft voll zu", "voll und ganz zufrieden",
        "concordo totalmente", "helemaal mee eens",
    ],
    ),
    (1, &[
        "stimme eher zu", "trifft eher zu", "concordo parcialmente",
    ]),
    (
        -1,
        &[
        "stimme eher nicht zu", "trifft eher nicht zu", "discordo parcialmente", "not so satisfied", "あまりそう思わない",
    ],
    ),
    (-3, &[
        "discordo totalmente", "helemaal mee oneens",
    ]),
];

/// Degrees of one quality, by how the answer begins.
#[rustfmt::skip]
pub(super) const DEGREES: &[(u8, &[&str])] = &[
    (
        1,
        &[
        "not at all", "none at all", "uberhaupt nicht", "gar nicht", "pas du tout", "nada", "en absoluto",
        "helemaal niet", "per niente", "per nulla", "de modo algum", "nem um pouco", "全く", "まったく",
    ],
    ),
    (
        2,
        &[
        "not so", "not very", "slightly", "a little", "nicht so", "nicht sehr", "wenig", "kaum", "pas tres", "peu",
        "no tan", "no muy", "poco", "niet zo", "niet erg", "weinig", "non molto", "nao muito", "pouco", "あまり",
    ],
    ),
    (
        3,
        &[
        "somewhat", "moderately", "etwas", "massig", "teilweise", "assez", "moyennement", "plutot", "algo",
        "moderadamente", "enigszins", "redelijk", "abbastanza", "moderatamente", "um pouco", "mais ou menos", "やや",
        "ある程度",
    ],
    ),
    (4, &[
        "very", "sehr", "tres", "muy", "zeer", "heel", "erg", "molto", "muito", "とても",
    ]),
    (
        5,
        &[
        "extremely", "ausserst", "extrem", "extremement", "sumamente", "extremadamente", "uiterst", "extreem",
        "estremamente", "extremamente", "非常に", "きわめて",
    ],
    ),
];

#[rustfmt::skip]
pub(super) const NO_ANSWERS: &[&str] = &[
        "offered", "not offered", "unoffered", "not rated", "no rating", "no response", "no answer", "not answered",
        "unanswered", "skipped", "don't know", "do not know", "not sure", "prefer not to say", "not applicable",
        "n a", "angeboten", "nicht angeboten", "keine angabe", "weiss nicht", "keine antwort", "propose",
        "non propose", "sans reponse", "ne sait pas", "je ne sais pas", "sin respuesta", "no se", "no contesta",
        "ofrecido", "no ofrecido", "geen antwoord", "weet niet", "weet ik niet", "nessuna risposta", "non so",
        "sem resposta", "nao sei", "無回答", "わからない",
    ];

#[rustfmt::skip]
pub(super) const WON: &[&str] =
    &[
        "won", "gewonnen", "gagnee", "gagne", "ganada", "ganado", "gewonnen", "vinta", "ganha", "ganho", "成立", "受注",
    ];
#[rustfmt::skip]
pub(super) const LOST: &[&str] =
    &[
        "lost", "verloren", "perdue", "perdu", "perdida", "perdido", "persa", "perdido", "不成立", "失注",
    ];
