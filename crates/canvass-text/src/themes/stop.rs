//! English words that say how somebody speaks and not what about.

/// Small letters; of words with an apostrophe the part before it.
#[rustfmt::skip]
pub(crate) const STOP_WORDS: &[&str] = &[
    // Articles, pronouns, pointers.
    "the", "this", "that", "these", "those", "they", "them", "their", "theirs", "themselves", "she", "her", "hers",
    "herself", "him", "his", "himself", "its", "itself", "you", "your", "yours", "yourself", "yourselves", "our",
    "ours", "ourselves", "mine", "myself", "who", "whom", "whose", "what", "which", "whoever", "whatever", "one",
    "ones", "oneself", "someone", "somebody", "something", "anyone", "anybody", "anything", "everyone", "everybody",
    "everything", "nobody", "nothing", "none", "other", "others", "another", "each", "every", "either", "neither",
    "both", "all", "any", "some", "such", "same", "own", "here", "there", "where", "when", "why", "how", "whether",
    "anywhere", "everywhere", "somewhere", "nowhere", "wherever", "whenever", "however",
    // Joints.
    "and", "but", "nor", "for", "yet", "because", "since", "although", "though", "unless", "until", "till", "while",
    "whilst", "than", "then", "thus", "hence", "therefore", "otherwise", "instead", "from", "with", "without",
    "within", "into", "onto", "upon", "about", "above", "across", "after", "again", "against", "along", "already",
    "also", "among", "amongst", "around", "away", "back", "before", "behind", "below", "beneath", "beside", "besides",
    "between", "beyond", "down", "during", "except", "off", "out", "over", "per", "through", "throughout", "toward",
    "towards", "under", "via", "not", "too", "very", "regarding", "despite", "like", "unlike", "rather", "else", "plus",
    // Forms of to be, to have, to do, to get; helping verbs; what is left of them before an apostrophe.
    "are", "was", "were", "been", "being", "has", "have", "had", "having", "does", "did", "doing", "done", "can",
    "could", "may", "might", "must", "shall", "should", "will", "would", "ought", "cannot", "don", "doesn", "didn",
    "isn", "aren", "wasn", "weren", "hasn", "haven", "hadn", "won", "wouldn", "couldn", "shouldn", "mustn", "needn",
    "ain", "shan", "get", "gets", "got", "getting", "gotten", "let", "lets", "letting", "dont", "doesnt", "didnt",
    "isnt", "cant", "wont", "wouldnt", "shouldnt", "couldnt", "ive", "youre", "theyre", "thats", "theres", "arent",
    // Verbs of nearly every text.
    "say", "says", "said", "saying", "tell", "tells", "told", "think", "thinks", "thinking", "thought", "know",
    "knows", "knew", "known", "knowing", "believe", "believes", "feel", "feels", "feeling", "felt", "seem", "seems",
    "seemed", "see", "sees", "seen", "saw", "seeing", "look", "looks", "looking", "looked", "want", "wants", "wanted",
    "wanting", "need", "needs", "needed", "needing", "make", "makes", "made", "making", "take", "takes", "took",
    "taken", "taking", "give", "gives", "gave", "given", "giving", "come", "comes", "came", "coming", "goes", "went",
    "gone", "going", "put", "puts", "putting", "keep", "keeps", "kept", "keeping", "use", "uses", "used", "using",
    "find", "finds", "found", "become", "becomes", "became", "mean", "means", "meant", "try", "tries", "tried",
    "trying", "ask", "asks", "asked", "asking", "happen", "happens", "happened", "happening", "start", "starts",
    "started", "begin", "begins", "began", "allow", "allows", "allowed", "allowing", "agree", "agrees", "agreed",
    "disagree", "support", "supports", "oppose", "cause", "causes", "caused", "leave", "leaves", "left", "bring",
    "brings", "brought", "show", "shows", "shown", "understand", "hope", "guess", "suppose", "wish", "depend",
    "depends", "consider", "considered", "include", "includes", "including", "exist", "exists", "based",
    // How much, how often, how sure.
    "much", "many", "more", "most", "less", "least", "few", "fewer", "several", "lot", "lots", "enough", "only", "just",
    "even", "still", "ever", "never", "always", "often", "sometimes", "usually", "once", "twice", "two", "three",
    "four", "five", "ten", "first", "second", "third", "last", "next", "now", "soon", "later", "today", "ago", "almost",
    "nearly", "quite", "really", "actually", "simply", "basically", "probably", "perhaps", "maybe", "certainly",
    "clearly", "obviously", "especially", "particularly", "generally", "likely", "unlikely", "possible", "possibly",
    "impossible", "able", "unable", "fully", "completely", "totally", "entirely", "truly", "merely", "indeed", "well",
    "yes", "etc", "good", "better", "best", "bad", "worse", "worst", "great", "big", "bigger", "large", "larger",
    "small", "smaller", "little", "long", "longer", "high", "higher", "low", "lower", "new", "old", "right", "wrong",
    "true", "false", "sure", "different", "certain", "particular", "important", "necessary", "real", "main", "whole",
    "full", "half", "far", "near", "close", "easy", "easier", "hard", "harder", "clear", "fair", "various", "own",
    // Words for anything.
    "thing", "things", "way", "ways", "kind", "kinds", "sort", "type", "part", "parts", "case", "cases", "point",
    "example", "fact", "issue", "issues", "problem", "problems", "reason", "reasons", "question", "idea", "matter",
    "matters", "place", "time", "times", "day", "days", "week", "month", "year", "years", "people", "person",
    "persons", "man", "men", "woman", "women", "number", "numbers", "bit", "end", "side", "sense", "statement",
    "comment", "opinion", "view", "views", "answer", "yourselves", "thank", "thanks", "please", "sorry", "www", "http",
    "https", "com", "org", "html", "pdf",
];
