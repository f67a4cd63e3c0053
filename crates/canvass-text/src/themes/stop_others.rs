//! Words of other languages than English that say how somebody speaks and not what about.
//!
//! A list a language, of its most frequent words: articles, pronouns, joints, helping verbs, and verbs and words for
//! anything that stand in nearly every opinion. Small letters. Of Chinese and Japanese they are pairs of signs, as that is
//! what counts as a word there. Where a language is missing, only how many texts a word is in tells it from noise.

/// The languages, by the first part of their tags, each with its words.
#[rustfmt::skip]
pub(crate) const STOP_WORDS: &[(&str, &str)] = &[
    ("de", "der die das den dem des ein eine einen einem einer eines und oder aber doch sondern denn weil wenn dass daß ob \
        als wie wo was wer wen wem ich du er sie es wir ihr man mich mir dich dir ihn ihm uns euch ihnen mein meine dein \
        sein seine seiner seinen seinem ihre ihren ihrem ihrer unser unsere unserer euer dieser diese dieses diesen diesem \
        jeder jede jedes jeden alle allen aller alles viele vielen mehr meisten einige andere anderen kein keine keinen \
        nicht nichts nur auch noch schon sehr immer mal dann hier dort da so zu zum zur im in an am auf aus bei beim mit \
        nach von vom vor für fuer über ueber unter um durch gegen ohne bis seit zwischen ist sind war waren wird werden \
        wurde wurden würde würden hätte hätten worden sei wäre wären bin bist habe hat haben hatte hatten kann können könnte könnten muss müssen \
        müsste soll sollen sollte sollten will wollen möchte darf dürfen mag machen macht gemacht geht gehen gibt geben \
        finde finden denke glaube weiß wieder ganz eher etwa etwas jetzt heute immer wirklich einfach eigentlich gut \
        besser wichtig sollten dafür dagegen damit dabei darüber dazu davon sich selbst selber bereits sowie statt beide \
        menschen leute jahr jahre jahren zeit sache dinge bitte keiner niemand jemand worden"),
    ("fr", "le la les un une des du de et ou mais donc car ni que qui quoi dont où je tu il elle on nous vous ils elles me \
        te se lui leur leurs moi toi eux mon ma mes ton ta tes son sa ses notre nos votre vos ce cet cette ces cela ça \
        ceci celui celle ceux celles tout toute tous toutes plus moins très trop peu beaucoup assez aussi encore déjà \
        toujours jamais ne pas rien personne aucun aucune autre autres même mêmes à au aux en dans sur sous avec sans pour \
        par contre entre vers chez depuis pendant avant après est sont était étaient être suis es sommes êtes sera seront \
        serait soit soient été a ai as avons avez ont avait avaient avoir aura aurait fait faire font faut faudrait peut \
        peuvent pouvoir pourrait doit doivent devoir devrait devraient veut veulent vouloir voudrait va vont aller dit dire \
        pense penser crois croire trouve sait savoir si comme quand alors ainsi parce puis lorsque afin bien bon bonne \
        mieux mal ici là chose choses gens ans année années temps fois jour jours lors selon plutôt certains certaines \
        plusieurs chaque quelque quelques vraiment simplement seulement surtout cependant toutefois"),
    ("es", "el la los las un una unos unas lo y e o u pero sino porque pues que quien quienes cual cuales cuando donde como \
        yo tú él ella nosotros vosotros ellos ellas usted ustedes me te se le les nos os mi mis tu tus su sus nuestro \
        nuestra nuestros nuestras este esta estos estas ese esa esos esas eso esto aquel aquella todo toda todos todas más \
        menos muy mucho mucha muchos muchas poco poca pocos pocas otro otra otros otras mismo misma mismos no ni nada nadie \
        ningún ninguna algo alguien algún alguna algunos algunas cada a al ante bajo con contra de del desde en entre hacia \
        hasta para por según sin sobre tras es son era eran fue fueron ser soy eres somos será serán sería sea sean sido \
        está están estaba estar estoy ha han he hay había haber hace hacer hacen hacía tiene tienen tener tenía tenemos \
        puede pueden poder podría podemos debe deben debería deberían deber quiere quieren querer va van ir vamos dice decir \
        creo creer pienso pensar sabe saber si sí también tampoco ya aún todavía siempre nunca ahora hoy aquí allí así \
        entonces bien mal mejor peor bueno buena gran grande cosa cosas gente personas año años tiempo vez veces día días \
        parte solo sólo además aunque mientras"),
    ("it", "il lo la i gli le un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla dai in \
        nel nella nei nelle con su sul sulla sui per tra fra e ed o ma però anzi perché poiché che chi cui quale quali \
        quando dove come io tu lui lei noi voi loro mi ti si ci vi lo ne mio mia miei mie tuo tua suo sua suoi sue nostro \
        nostra nostri vostro questo questa questi queste quello quella quelli quelle ciò tutto tutta tutti tutte più meno \
        molto molta molti molte poco pochi troppo altro altra altri altre stesso stessa non né niente nulla nessuno nessuna \
        qualcosa qualcuno qualche alcuni alcune ogni è sono era erano essere sia siano sarà sarebbe stato stata stati ho hai \
        ha abbiamo avete hanno aveva avere avrebbe fa fare fanno fatto può possono potere potrebbe deve devono dovere \
        dovrebbe dovrebbero vuole vogliono volere va vanno andare dice dire penso pensare credo credere sa sapere se anche \
        ancora già sempre mai ora oggi qui lì così allora bene male meglio peggio buono grande cosa cose gente persone anno \
        anni tempo volta volte giorno giorni parte solo soltanto inoltre mentre quindi senza contro verso secondo prima dopo"),
    ("pt", "o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela pelos pelas para com sem sob sobre \
        entre até desde contra e ou mas porém porque pois que quem qual quais quando onde como eu tu ele ela nós vós eles \
        elas você vocês me te se lhe lhes meu minha meus minhas teu tua seu sua seus suas nosso nossa nossos nossas este \
        esta estes estas esse essa esses essas isso isto aquele aquela aquilo todo toda todos todas tudo mais menos muito \
        muita muitos muitas pouco pouca poucos outro outra outros outras mesmo mesma não nem nada ninguém nenhum nenhuma \
        algo alguém algum alguma alguns algumas cada é são era eram foi foram ser sou somos será serão seria seja sejam sido \
        está estão estava estar estou há havia haver tem têm ter tinha temos teria faz fazer fazem feito pode podem poder \
        poderia deve devem dever deveria deveriam quer querem querer vai vão ir vamos diz dizer acho achar penso pensar \
        sabe saber si também já ainda sempre nunca agora hoje aqui ali assim então bem mal melhor pior bom boa grande coisa \
        coisas gente pessoas ano anos tempo vez vezes dia dias parte só apenas além embora enquanto"),
    ("nl", "de het een en of maar want omdat dat die dit deze wie wat waar wanneer hoe ik jij je u hij zij ze wij we jullie \
        hen hun mij me jou hem haar ons onze mijn jouw zijn uw men zich elkaar alle alles allemaal iedereen iemand niemand \
        niets iets elk elke ieder iedere veel meer meest weinig minder andere ander zelf zelfde niet geen ook nog al zeer \
        heel erg altijd nooit vaak soms dan toen nu hier daar er zo te ter ten in op aan uit bij met naar van voor over \
        onder om door tegen zonder tot sinds tussen tijdens is ben bent was waren wordt worden werd werden geweest heb hebt \
        heeft hebben had hadden kan kunnen kon kunt zou zouden moet moeten mag mogen wil willen zal zullen gaat gaan doen \
        doet gedaan maken maakt vind vinden denk denken weet weten zegt zeggen als dus toch wel eens even gewoon eigenlijk \
        echt goed beter slecht groot ding dingen mensen jaar jaren tijd keer dag dagen deel alleen hierdoor daarom terwijl"),
    ("sv", "en ett den det de och eller men för att som om när var vad vem vilka vilken jag du han hon vi ni dem mig dig \
        honom henne oss er sig min mitt mina din ditt dina sin sitt sina vår vårt våra deras denna detta dessa alla allt \
        många mycket mer mest mindre några något någon ingen inget inga annan annat andra inte bara också även redan mycket \
        alltid aldrig ofta nu då här där så till från med utan på i av vid under över mellan mot efter före genom är var \
        vara varit blir bli blev blivit har hade ha haft kan kunde kunna ska skall skulle måste bör borde vill ville får få \
        går gå gör göra gjort tycker tror vet säger eftersom än sedan medan varje samma bra bättre dålig stor saker folk \
        människor år tid gång dag dagar del själv"),
    ("da", "en et den det de og eller men for at som om når hvor hvad hvem hvilke jeg du han hun vi i dem mig dig ham hende \
        os jer sig min mit mine din dit dine sin sit sine vores deres denne dette disse alle alt mange meget mere mest \
        mindre nogle noget nogen ingen intet anden andet andre ikke kun også allerede altid aldrig ofte nu da her der så til \
        fra med uden på i af ved under over mellem mod efter før gennem er var være været bliver blive blev blevet har havde \
        have haft kan kunne skal skulle må måtte bør burde vil ville får få går gå gør gøre gjort synes tror ved siger fordi \
        end siden mens hver samme godt bedre dårlig stor ting folk mennesker år tid gang dag dage del selv"),
    ("no", "en et ei den det de og eller men for at som om når hvor hva hvem hvilke jeg du han hun vi dere dem meg deg ham \
        henne oss seg min mitt mine din ditt dine sin sitt sine vår vårt våre deres denne dette disse alle alt mange mye mer \
        mest mindre noen noe ingen ingenting annen annet andre ikke bare også allerede alltid aldri ofte nå da her der så \
        til fra med uten på i av ved under over mellom mot etter før gjennom er var være vært blir bli ble blitt har hadde \
        ha hatt kan kunne skal skulle må måtte bør burde vil ville får få går gå gjør gjøre gjort synes tror vet sier fordi \
        enn siden mens hver samme bra bedre dårlig stor ting folk mennesker år tid gang dag dager del selv"),
    ("fi", "ja tai mutta koska että jos kun kuin niin myös vain ei en et emme ette eivät ole olen olet on olemme olette ovat \
        oli olivat olla ollut olisi olisivat minä sinä hän me te he se ne tämä tuo nämä nuo joka jotka jonka jota joita mikä \
        mitä mitään kuka ketä minun sinun hänen meidän teidän heidän sen niiden tämän kaikki kaikkien kaikille monet monta \
        paljon enemmän vähemmän eniten muu muut muiden toinen sama samat jokainen joku jokin kukaan mikään aina koskaan usein \
        nyt sitten siellä täällä tässä siinä hyvin erittäin liian vielä enää jo ilman kanssa jälkeen ennen asti kautta mukaan \
        vastaan voi voivat voida voisi pitää pitäisi täytyy pitäisikin saa saada tulee tulla tehdä tekee mielestäni luulen \
        ihmiset ihmisten vuosi vuotta aika kerran päivä asia asiat hyvä parempi suuri sekä eli siis kuitenkin jopa"),
    ("pl", "i oraz lub albo ale jednak że żeby aby bo ponieważ gdy kiedy jeśli jeżeli jak gdzie co kto który która które \
        których którzy ja ty on ona ono my wy oni one mnie mi ciebie ci jego jej ich im nam nas wam was się siebie sobie mój \
        moja moje twój swój swoje nasz nasza nasze wasz ten ta to te ci tego tej tych tym tymi tamten wszystko wszystkie \
        wszyscy wszystkich każdy każda każde wiele dużo więcej mniej najbardziej bardzo zbyt inny inna inne innych sam sama \
        nie nic nikt żaden coś ktoś jakiś jakaś tylko też także już jeszcze zawsze nigdy często teraz tutaj tam tak więc do \
        od z ze w we na po za przed pod nad przy przez dla bez między o u jest są był była było byli były być będzie będą \
        byłoby mam ma mają mieć może mogą można móc musi muszą powinien powinna powinno powinny trzeba należy chce chcą robi \
        robić uważam myślę wiem dobrze dobry lepiej lepszy duży rzecz rzeczy ludzie ludzi rok lata lat czas raz dzień dni"),
    ("cs", "a i nebo ale však že aby protože když pokud jestli jak kde co kdo který která které kteří já ty on ona ono my vy \
        oni mě mi tě ti jeho její jejich jim nám nás vám vás se si sebe můj moje tvůj svůj svoje náš naše váš ten ta to ti \
        toho té těch tím tento tato toto všechno všechny všichni všech každý každá mnoho hodně více méně nejvíce velmi příliš \
        jiný jiná jiné sám ne není nic nikdo žádný něco někdo nějaký jen pouze také již už ještě vždy nikdy často teď nyní \
        tady zde tam tak tedy do od z ze v ve na po za před pod nad při pro bez mezi o u s je jsou jsem jsme byl byla bylo \
        byli být bude budou by bych bychom mám má mají mít může mohou lze musí měl měla mělo měli chce chtějí dělat myslím \
        vím dobře dobrý lépe lepší velký věc věci lidé lidí rok let čas den dny"),
    ("tr", "ve veya ya da ama fakat ancak çünkü ki için gibi kadar ile ise eğer bir bu şu o bunlar şunlar onlar ben sen biz \
        siz beni seni onu bizi sizi bana sana ona bize size benim senin onun bizim sizin onların kendi kendisi her hepsi \
        bütün tüm çok daha en az fazla başka diğer aynı hiç hiçbir bazı birçok şey şeyler kim ne nasıl neden nerede hangi \
        değil yok var olan olarak oldu olur olmalı olması olmak olduğu olduğunu ediyor etmek eder edilmeli edilmesi yapmak \
        yapılmalı yapılması gerek gerekir gerekiyor gerekli bence sadece yalnızca hem zaten artık henüz hep şimdi burada \
        orada böyle öyle sonra önce karşı göre doğru üzerinde altında arasında iyi kötü büyük insan insanlar yıl zaman gün"),
    ("ru", "и или но а однако что чтобы потому если когда как где кто который которая которое которые которых я ты он она оно \
        мы вы они меня мне тебя тебе его ему её ей нас нам вас вам их им себя себе мой моя мои твой свой своя свои наш наша \
        наши ваш этот эта это эти того той тех том такой такая такие всё все всех всем каждый каждая много многие больше \
        меньше очень слишком другой другая другие других сам сама сами не нет ни ничего никто никакой что-то кто-то только \
        также тоже уже ещё еще всегда никогда часто сейчас теперь здесь там так поэтому до от из в во на по за перед под над \
        при для без между о об у с со к ко через против был была было были быть будет будут есть может могут можно нельзя \
        надо нужно должен должна должно должны хочет хотят делать делает считаю думаю знаю хорошо лучше плохо большой вещь \
        вещи люди людей людям год года лет время раз день дней"),
    ("uk", "і й та або але однак що щоб бо тому якщо коли як де хто який яка яке які яких я ти він вона воно ми ви вони мене \
        мені тебе тобі його йому її їй нас нам вас вам їх їм себе собі мій моя мої твій свій своя свої наш наша наші ваш цей \
        ця це ці того тієї тих тим такий така такі все всі всіх кожен кожна багато більше менше дуже занадто інший інша інші \
        сам сама самі не ні немає нічого ніхто щось хтось тільки лише також теж вже уже ще завжди ніколи часто зараз тепер \
        тут там так до від з із у в на по за перед під над при для без між про через проти був була було були бути буде \
        будуть є може можуть можна треба потрібно повинен повинна повинні хоче робити вважаю думаю знаю добре краще поганo \
        великий річ речі люди людей рік року років час раз день днів"),
    ("ro", "și sau dar însă pentru că ca să dacă când cum unde ce cine care eu tu el ea noi voi ei ele mă te îl îi ne vă le \
        se meu mea mei tău său sa nostru noastră lor acest această acești aceste acel acea toate toți tot fiecare mult multe \
        mulți mai puțin foarte prea alt altă alți alte același nu nimic nimeni niciun ceva cineva unii unele doar numai deja \
        încă mereu niciodată acum aici acolo așa deci la de din în pe cu fără prin între spre până după înainte este sunt era \
        erau fi fost ar fie am ai are avem aveți au avea poate pot putea trebuie vrea face facă cred știu bine bun mai mare \
        lucru lucruri oameni oamenii an ani timp dată zi zile un una unei unui"),
    ("hu", "és vagy de hanem mert hogy ha amikor mint ahol ami aki amely amelyek én te ő mi ti ők engem téged őt minket titeket \
        őket nekem neked neki nekünk nekik az a egy ez ezek azok ezt azt ennek annak minden mindenki sok több kevesebb \
        legtöbb nagyon túl más mások ugyanaz nem ne nincs semmi senki valami valaki néhány csak is már még mindig soha gyakran \
        most itt ott így úgy tehát van vannak volt voltak lenne legyen lesz lehet kell kellene tud tudnak akar szerintem \
        gondolom jó jobb rossz nagy dolog dolgok ember emberek év évek idő nap által között után előtt alatt felett nélkül"),
    ("cy", "a ac neu ond oherwydd bod fod bydd byddai mae oes roedd yw ydy ydyw sydd sy yn y yr i o ar at gan gyda heb am dros \
        dan drwy trwy rhwng ei eu ein eich fy dy fe hi ni chi nhw hwy hwn hon hyn hynny pob pawb popeth llawer mwy llai \
        rhai arall eraill dim neb rhywbeth rhywun hefyd eto byth bob nawr yma yno felly pan lle beth pwy sut os dylai dylid \
        angen rhaid gallu gall gellir cael wneud gwneud mynd dod credu meddwl gwybod da gwell drwg mawr pobl blwyddyn \
        blynyddoedd amser dydd dyddiau peth pethau fel na nad nid"),
    ("ca", "el la els les un una uns unes i o però sinó perquè que qui quin quina quan on com jo tu ell ella nosaltres vosaltres \
        ells elles em et es ens us li meu meva teu seu seva nostre nostra aquest aquesta aquests aquestes això allò tot tota \
        tots totes més menys molt molta molts moltes poc altre altra altres mateix mateixa no ni res ningú cap algú algun \
        alguna alguns cada a al als amb contra de del dels des en entre fins per sense sobre és són era eren ser soc està \
        estan ha han he hi havia haver fa fer fan té tenen tenir pot poden poder hauria haurien cal vol volen va van anar diu \
        crec penso sap si també ja encara sempre mai ara avui aquí allà així bé mal millor pitjor bo gran cosa coses gent \
        persones any anys temps vegada dia dies part només"),
    ("id", "dan atau tetapi tapi karena bahwa yang jika kalau ketika seperti di ke dari untuk dengan tanpa pada oleh dalam \
        antara terhadap tentang saya aku kamu anda dia ia kami kita mereka ini itu tersebut semua setiap banyak lebih kurang \
        paling sangat terlalu lain lainnya sama tidak bukan belum tak sesuatu seseorang beberapa hanya juga sudah telah masih \
        selalu tidak pernah sering sekarang sini sana begitu jadi adalah ialah ada akan bisa dapat harus perlu ingin mau \
        membuat menjadi pikir rasa baik buruk besar hal orang tahun waktu hari agar supaya sehingga serta maupun"),
    ("el", "και ή αλλά όμως γιατί επειδή ότι πως να αν όταν όπως πού τι ποιος ποια ποιο που εγώ εσύ αυτός αυτή αυτό εμείς εσείς \
        αυτοί αυτές αυτά με σε μου σου του της μας σας τους τον την το οι ο η τα των στο στη στην στον στα στις στους ένας \
        μια ένα όλα όλοι όλες κάθε πολύ πολλά πολλοί περισσότερο λιγότερο άλλος άλλη άλλο άλλοι ίδιο δεν μη μην τίποτα κανείς \
        κάτι κάποιος μόνο επίσης ήδη ακόμα πάντα ποτέ τώρα εδώ εκεί έτσι λοιπόν από για χωρίς προς μέχρι μετά πριν κατά είναι \
        ήταν είμαι έχει έχουν είχε μπορεί μπορούν πρέπει θέλει κάνει κάνουν πιστεύω νομίζω καλό καλύτερο κακό μεγάλο πράγμα \
        πράγματα άνθρωποι χρόνια χρόνο φορά μέρα θα"),
    ("ar", "في من على إلى عن مع بين حتى منذ خلال ضد هذا هذه هؤلاء ذلك تلك التي الذي الذين ما من هو هي هم هن نحن أنا أنت أنتم كل \
        بعض جميع كثير أكثر أقل جدا أخرى آخر نفس لا لم لن ليس ليست لكن أو و ثم أن إن إذا لأن كما حيث عندما كيف أين لماذا كان \
        كانت يكون تكون قد يجب يمكن ينبغي هناك هنا الآن دائما أبدا أيضا فقط غير بدون قبل بعد عند لدى الناس شيء وقت سنة يوم"),
    ("he", "של את על אל עם בין לפני אחרי בלי כמו אם או אבל כי לא אין יש זה זאת זו אלה הוא היא הם הן אני אתה אנחנו אתם כל כולם \
        הרבה יותר פחות מאוד אחר אחרת אחרים אותו אותה גם רק כבר עוד תמיד אף פעם עכשיו כאן שם כך לכן היה היתה היו להיות יהיה \
        צריך צריכה צריכים יכול יכולה יכולים אפשר רוצה חושב מה מי איך איפה למה מתי אשר כאשר אנשים דבר דברים זמן שנה שנים יום"),
    ("zh", "我覺 覺得 我觉 觉得 我認 認為 我认 认为 應該 应该 可以 不能 不可 不是 不會 不会 不要 沒有 没有 我們 我们 你們 你们 他們 \
        他们 她們 大家 自己 這個 这个 那個 那个 這些 这些 那些 這樣 这样 那樣 那样 什麼 什么 怎麼 怎么 如果 因為 因为 所以 但是 \
        而且 或者 還是 还是 就是 只是 也是 都是 這是 这是 而是 已經 已经 目前 現在 现在 非常 很多 更多 比較 比较 一個 一个 一些 \
        一種 一种 一樣 一样 需要 必須 必须 希望 支持 同意 反對 反对 問題 问题 時候 时候 的人 是否 對於 对于 關於 关于 為了 为了 \
        由於 由于 並不 并不 不應 不应 得應 為應 能夠 能够 可能 其他 以及 並且 并且 雖然 虽然 然後 然后 不過 不过 以後 以后 以前 \
        之後 之后 之前 的是 是不 了解 來說 来说 一直 只要 只有 都有 也有 還有 还有 會有 有的 的話 的话"),
    ("ja", "です ます した して する こと もの ある いる ない なる れる られ せる から まで より ので のに けど でも たい だと という \
        思う 思い 思っ これ それ あれ この その あの ここ そこ どこ ため よう そう とき など だけ しか ばか くら ほど 必要 場合 私は \
        私た 人々 人が 人は さん もう まだ とて べき ません でき"),
];

/// The words of a language, by its tag; nothing where there is no list.
/// Signs of Chinese that are joints, pronouns and particles: two of them side by side say nothing.
const CHINESE_JOINTS: &str = "是一而不也了的在有和與与就都很這这那個个們们我你他她它會会要可以沒没被把讓让對对到得著過过嗎吗呢吧及或但因為为所之其此將将";
/// Of these, those that say nothing beside any other sign.
const CHINESE_PARTICLES: &str = "了嗎吗呢吧們们也而是很";

/// Whether two signs of Chinese side by side say nothing.
pub(crate) fn is_idle_pair(pair: &str) -> bool {
    pair.chars().all(|sign| CHINESE_JOINTS.contains(sign)) || pair.chars().any(|sign| CHINESE_PARTICLES.contains(sign))
}

pub(crate) fn of(tag: &str) -> Option<&'static str> {
    let first = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let first = if matches!(first.as_str(), "nb" | "nn") { "no" } else { &first };
    let first = if first == "ms" { "id" } else { first };
    STOP_WORDS.iter().find(|(known, _)| *known == first).map(|(_, words)| *words)
}
