/** First and last names in several scripts, each with the Latin spelling that its e-mail address uses. */

export interface Name {
  readonly written: string;
  readonly latin: string;
}

const plain = (words: string): Name[] => words.split(' ').map((word) => ({ written: word, latin: latinOf(word) }));
const pairs = (words: string): Name[] =>
  words.split(' ').map((word) => {
    const [written = '', latin = ''] = word.split('=');
    return { written, latin };
  });

/** Drops accents and whatever an e-mail address would not hold. */
export function latinOf(text: string): string {
  return text
    .replaceAll('ß', 'ss')
    .replaceAll(/[øØ]/g, 'o')
    .replaceAll(/[łŁ]/g, 'l')
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}

interface NameSet {
  /** How often names of this kind are drawn. */
  readonly weight: number;
  readonly first: readonly Name[];
  readonly last: readonly Name[];
}

/** Names are drawn within one set, so that first and last name fit together. */
export const nameSets: readonly NameSet[] = [
  {
    weight: 46,
    first: plain(
      'Aisha Alan Amelia Andrew Anna Benjamin Carol Charlotte Christopher Daniel David Diane Edward Elena Emily Eric Fatima ' +
      'Frank Grace Hannah Harold Ines Isaac Jacob Jane Jessica John Karen Kevin Laura Liam Linda Marcus Maria Mary Michael ' +
      'Nadia Nathan Olivia Oscar Patricia Peter Rachel Robert Samuel Sarah Simon Sophie Thomas Victoria William Zoe',
    ),
    last: plain(
      'Adams Archer Bailey Baker Barnes Bennett Brooks Carter Chambers Clark Collins Cooper Davies Dixon Edwards Ellis Evans ' +
      'Fisher Foster Gibson Grant Gray Griffin Hall Harper Harris Hughes Hunt Jackson Kelly Knight Lawson Marsh Mason Mitchell ' +
      'Moore Murray Nelson O\'Brien Palmer Parker Reed Reynolds Rhodes Shaw Smith Spencer Stone Taylor Turner Walsh Ward Webb ' +
      'Wright',
    ),
  },
  {
    weight: 26,
    first: plain(
      'Agnès Björn Chloé Dörte Étienne François Günther Hélène Íñigo Jörg José Kaśka Łukasz Márton Noémie Øyvind Renée Søren ' +
      'Tomáš Ülle Zoë Ángel Éva Ömer',
    ),
    last: plain(
      'Ångström Bäcker Çelik Dvořák Eriksen Fernández Gómez Håkansson Jiménez Kovács Lefèvre Müller Nuñez Öztürk Peña Ruíz ' +
      'Šimánek Þórsson Vågen Weiß Żuławski Groß Núñez-Lorenzo',
    ),
  },
  {
    weight: 5,
    first: pairs('Анна=anna Борис=boris Дарья=darya Иван=ivan Ольга=olga Сергей=sergey Тетяна=tetiana Юлия=yulia'),
    last: pairs('Бондаренко=bondarenko Волков=volkov Ковальчук=kovalchuk Лебедев=lebedev Орлова=orlova Соколов=sokolov Шевченко=shevchenko'),
  },
  {
    weight: 5,
    first: pairs('محمد=mohammed فاطمة=fatima يوسف=yousef ليلى=layla عمر=omar نور=nour خالد=khaled'),
    last: pairs('الحسيني=alhusseini المصري=almasri حداد=haddad خوري=khoury منصور=mansour زيدان=zidan'),
  },
  {
    weight: 4,
    first: pairs('דוד=david נועה=noa יעל=yael איתן=eitan תמר=tamar'),
    last: pairs('כהן=cohen לוי=levi מזרחי=mizrahi פרץ=peretz שפירא=shapira'),
  },
  {
    weight: 5,
    first: pairs('陽子=yoko 健太=kenta 美咲=misaki 大輔=daisuke 伟=wei 秀英=xiuying 芳=fang'),
    last: pairs('佐藤=sato 高橋=takahashi 渡辺=watanabe 王=wang 李=li 陈=chen'),
  },
  {
    weight: 4,
    first: pairs('지훈=jihoon 서연=seoyeon 민수=minsu 은지=eunji'),
    last: pairs('김=kim 이=lee 박=park 최=choi'),
  },
  {
    weight: 5,
    first: pairs('अनिल=anil प्रिया=priya राहुल=rahul Νίκος=nikos Ελένη=eleni Γιώργος=giorgos'),
    last: pairs('शर्मा=sharma पटेल=patel गुप्ता=gupta Παπαδόπουλος=papadopoulos Αντωνίου=antoniou'),
  },
];
