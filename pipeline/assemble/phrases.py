"""The shop's own words in a book, in each language that it knows; English where it does not."""

from typing import NamedTuple


class Gap(NamedTuple):
    """What stands in the place of a picture."""

    named: str  # {names}
    several: str  # {names}
    unnamed: str
    counted: str  # {number}


class Phrases(NamedTuple):
    undated: str
    pages: str
    others: str  # posts without a tag or a series
    posts_of: str  # {author}
    posts: str  # a title where nothing is known
    see: str  # {place}: a date or a title
    quoted: str  # {title}, in quotation marks
    absent: Gap  # no archive holds the picture
    unshown: Gap  # an archive holds it, and it cannot be read
    volume: str  # {number}
    edition: str  # {number}
    rights: str
    made_from: str  # {posts} {first} {last}
    made_from_undated: str  # {posts}
    colophon: str  # {posts} {words}
    continued: str
    thousands: str = ","


_ENGLISH = Phrases(
    undated="Undated",
    pages="Pages",
    others="Others",
    posts_of="The posts of {author}",
    posts="Posts",
    see="(see {place})",
    quoted="“{title}”",
    absent=Gap(
        "[Picture not in the archive: {names}]",
        "[Pictures not in the archive: {names}]",
        "[Picture not in the archive]",
        "[{number} pictures not in the archive]",
    ),
    unshown=Gap(
        "[Picture that cannot be shown: {names}]",
        "[Pictures that cannot be shown: {names}]",
        "[Picture that cannot be shown]",
        "[{number} pictures that cannot be shown]",
    ),
    volume="Volume {number}",
    edition="Edition {number}",
    rights="All rights reserved.",
    made_from="Set from the author’s own archive: {posts} posts written from {first} to {last}.",
    made_from_undated="Set from the author’s own archive: {posts} posts.",
    colophon="This book was made by Bookworks from {posts} posts, about {words} words in all. "
    "Every post of the archive is in the book or is named, with the reason, in the account that "
    "goes with it; what was changed in a text was changed by a named rule and is on record.",
    continued="continued",
)

PHRASES: dict[str, Phrases] = {
    "en": _ENGLISH,
    "fr": Phrases(
        undated="Sans date",
        pages="Pages",
        others="Autres",
        posts_of="Les billets de {author}",
        posts="Billets",
        see="(voir {place})",
        quoted="«\u00a0{title}\u00a0»",
        absent=Gap(
            "[Image absente de l’archive\u00a0: {names}]",
            "[Images absentes de l’archive\u00a0: {names}]",
            "[Image absente de l’archive]",
            "[{number} images absentes de l’archive]",
        ),
        unshown=Gap(
            "[Image impossible à montrer\u00a0: {names}]",
            "[Images impossibles à montrer\u00a0: {names}]",
            "[Image impossible à montrer]",
            "[{number} images impossibles à montrer]",
        ),
        volume="Volume {number}",
        edition="Édition {number}",
        rights="Tous droits réservés.",
        made_from="Composé d’après l’archive de l’auteur\u00a0: {posts} billets écrits "
        "du {first} au {last}.",
        made_from_undated="Composé d’après l’archive de l’auteur\u00a0: {posts} billets.",
        colophon="Ce livre a été fait par Bookworks à partir de {posts} billets, environ {words} "
        "mots en tout. Chaque billet de l’archive est dans le livre, ou nommé avec la raison dans "
        "le compte qui l’accompagne\u00a0; tout changement du texte suit une règle nommée et "
        "consignée.",
        continued="suite",
        thousands="\u202f",
    ),
    "es": Phrases(
        undated="Sin fecha",
        pages="Páginas",
        others="Otros",
        posts_of="Los textos de {author}",
        posts="Textos",
        see="(véase {place})",
        quoted="«{title}»",
        absent=Gap(
            "[Imagen ausente del archivo: {names}]",
            "[Imágenes ausentes del archivo: {names}]",
            "[Imagen ausente del archivo]",
            "[{number} imágenes ausentes del archivo]",
        ),
        unshown=Gap(
            "[Imagen que no puede mostrarse: {names}]",
            "[Imágenes que no pueden mostrarse: {names}]",
            "[Imagen que no puede mostrarse]",
            "[{number} imágenes que no pueden mostrarse]",
        ),
        volume="Volumen {number}",
        edition="Edición {number}",
        rights="Todos los derechos reservados.",
        made_from="Compuesto a partir del archivo del autor: {posts} textos escritos del {first} "
        "al {last}.",
        made_from_undated="Compuesto a partir del archivo del autor: {posts} textos.",
        colophon="Este libro fue hecho por Bookworks a partir de {posts} textos, unas {words} "
        "palabras en total. Cada texto del archivo está en el libro o figura, con su motivo, en la "
        "cuenta que lo acompaña; todo cambio sigue una regla con nombre y queda registrado.",
        continued="continuación",
        thousands=".",
    ),
    "de": Phrases(
        undated="Ohne Datum",
        pages="Seiten",
        others="Übriges",
        posts_of="Die Beiträge von {author}",
        posts="Beiträge",
        see="(siehe {place})",
        quoted="„{title}“",
        absent=Gap(
            "[Bild nicht im Archiv: {names}]",
            "[Bilder nicht im Archiv: {names}]",
            "[Bild nicht im Archiv]",
            "[{number} Bilder nicht im Archiv]",
        ),
        unshown=Gap(
            "[Bild nicht darstellbar: {names}]",
            "[Bilder nicht darstellbar: {names}]",
            "[Bild nicht darstellbar]",
            "[{number} Bilder nicht darstellbar]",
        ),
        volume="Band {number}",
        edition="Ausgabe {number}",
        rights="Alle Rechte vorbehalten.",
        made_from="Gesetzt nach dem Archiv des Autors: {posts} Beiträge vom {first} bis zum "
        "{last}.",
        made_from_undated="Gesetzt nach dem Archiv des Autors: {posts} Beiträge.",
        colophon="Dieses Buch wurde von Bookworks aus {posts} Beiträgen gemacht, zusammen etwa "
        "{words} Wörtern. Jeder Beitrag des Archivs steht im Buch oder mit seinem Grund in der "
        "beigegebenen Abrechnung; jede Änderung folgt einer benannten Regel und ist verzeichnet.",
        continued="Fortsetzung",
        thousands=".",
    ),
    "it": Phrases(
        undated="Senza data",
        pages="Pagine",
        others="Altri",
        posts_of="I testi di {author}",
        posts="Testi",
        see="(vedi {place})",
        quoted="«{title}»",
        absent=Gap(
            "[Immagine non presente nell’archivio: {names}]",
            "[Immagini non presenti nell’archivio: {names}]",
            "[Immagine non presente nell’archivio]",
            "[{number} immagini non presenti nell’archivio]",
        ),
        unshown=Gap(
            "[Immagine che non si può mostrare: {names}]",
            "[Immagini che non si possono mostrare: {names}]",
            "[Immagine che non si può mostrare]",
            "[{number} immagini che non si possono mostrare]",
        ),
        volume="Volume {number}",
        edition="Edizione {number}",
        rights="Tutti i diritti riservati.",
        made_from="Composto dall’archivio dell’autore: {posts} testi, dal {first} al {last}.",
        made_from_undated="Composto dall’archivio dell’autore: {posts} testi.",
        colophon="Questo libro è stato fatto da Bookworks con {posts} testi, circa {words} parole "
        "in tutto. Ogni testo dell’archivio è nel libro o è nominato, con il motivo, nel conto che "
        "lo accompagna; ogni modifica segue una regola nominata ed è registrata.",
        continued="continua",
        thousands=".",
    ),
    "pt": Phrases(
        undated="Sem data",
        pages="Páginas",
        others="Outros",
        posts_of="Os textos de {author}",
        posts="Textos",
        see="(ver {place})",
        quoted="“{title}”",
        absent=Gap(
            "[Imagem ausente do arquivo: {names}]",
            "[Imagens ausentes do arquivo: {names}]",
            "[Imagem ausente do arquivo]",
            "[{number} imagens ausentes do arquivo]",
        ),
        unshown=Gap(
            "[Imagem que não pode ser mostrada: {names}]",
            "[Imagens que não podem ser mostradas: {names}]",
            "[Imagem que não pode ser mostrada]",
            "[{number} imagens que não podem ser mostradas]",
        ),
        volume="Volume {number}",
        edition="Edição {number}",
        rights="Todos os direitos reservados.",
        made_from="Composto a partir do arquivo do autor: {posts} textos escritos de {first} a "
        "{last}.",
        made_from_undated="Composto a partir do arquivo do autor: {posts} textos.",
        colophon="Este livro foi feito pelo Bookworks a partir de {posts} textos, cerca de {words} "
        "palavras ao todo. Cada texto do arquivo está no livro ou é nomeado, com o motivo, na "
        "conta que o acompanha; cada alteração segue uma regra nomeada e está registrada.",
        continued="continuação",
        thousands=".",
    ),
    "nl": Phrases(
        undated="Zonder datum",
        pages="Pagina’s",
        others="Overige",
        posts_of="De berichten van {author}",
        posts="Berichten",
        see="(zie {place})",
        quoted="‘{title}’",
        absent=Gap(
            "[Afbeelding niet in het archief: {names}]",
            "[Afbeeldingen niet in het archief: {names}]",
            "[Afbeelding niet in het archief]",
            "[{number} afbeeldingen niet in het archief]",
        ),
        unshown=Gap(
            "[Afbeelding niet te tonen: {names}]",
            "[Afbeeldingen niet te tonen: {names}]",
            "[Afbeelding niet te tonen]",
            "[{number} afbeeldingen niet te tonen]",
        ),
        volume="Deel {number}",
        edition="Uitgave {number}",
        rights="Alle rechten voorbehouden.",
        made_from="Gezet uit het archief van de auteur: {posts} berichten van {first} tot {last}.",
        made_from_undated="Gezet uit het archief van de auteur: {posts} berichten.",
        colophon="Dit boek is door Bookworks gemaakt uit {posts} berichten, samen ongeveer {words} "
        "woorden. Elk bericht van het archief staat in het boek of met zijn reden in de "
        "bijgevoegde verantwoording; elke wijziging volgt een benoemde regel en is vastgelegd.",
        continued="vervolg",
        thousands=".",
    ),
    "ja": Phrases(
        undated="日付なし",
        pages="ページ",
        others="その他",
        posts_of="{author}の投稿",
        posts="投稿",
        see="({place}を参照)",
        quoted="「{title}」",
        absent=Gap(
            "[アーカイブにない画像: {names}]",
            "[アーカイブにない画像: {names}]",
            "[アーカイブにない画像]",
            "[アーカイブにない画像{number}点]",
        ),
        unshown=Gap(
            "[表示できない画像: {names}]",
            "[表示できない画像: {names}]",
            "[表示できない画像]",
            "[表示できない画像{number}点]",
        ),
        volume="第{number}巻",
        edition="第{number}版",
        rights="無断転載を禁じます。",
        made_from="著者自身のアーカイブより、{first}から{last}までの投稿{posts}件を収める。",
        made_from_undated="著者自身のアーカイブより、投稿{posts}件を収める。",
        colophon="本書は投稿{posts}件、約{words}語からBookworksが作成した。アーカイブの投稿は"
        "すべて本書に収められているか、添付の明細に理由とともに記されている。本文の変更は"
        "名のある規則により、すべて記録されている。",
        continued="続き",
    ),
    "zh": Phrases(
        undated="无日期",
        pages="页面",
        others="其他",
        posts_of="{author}的文字",
        posts="文字",
        see="(见{place})",
        quoted="《{title}》",
        absent=Gap(
            "[档案中没有的图片:{names}]",
            "[档案中没有的图片:{names}]",
            "[档案中没有的图片]",
            "[档案中没有的图片{number}张]",
        ),
        unshown=Gap(
            "[无法显示的图片:{names}]",
            "[无法显示的图片:{names}]",
            "[无法显示的图片]",
            "[无法显示的图片{number}张]",
        ),
        volume="第{number}卷",
        edition="第{number}版",
        rights="版权所有。",
        made_from="据作者本人的档案排成:{first}至{last}间的{posts}篇文字。",
        made_from_undated="据作者本人的档案排成:{posts}篇文字。",
        colophon="本书由Bookworks据{posts}篇文字制成,共约{words}字。档案中的每一篇或收入书中,"
        "或连同原因列入随附的清单;对文字的每处改动都依照有名称的规则,并有记录。",
        continued="续",
    ),
}

NAMES: dict[str, dict[str, str]] = {
    "en": {
        "foreword": "Foreword", "preface": "Preface", "introduction": "Introduction",
        "afterword": "Afterword", "acknowledgements": "Acknowledgements", "notes": "Notes",
        "appendix": "Appendix", "glossary": "Glossary", "colophon": "Colophon",
        "about": "About the Author",
    },
    "fr": {
        "foreword": "Avant-propos", "preface": "Préface", "introduction": "Introduction",
        "afterword": "Postface", "acknowledgements": "Remerciements", "notes": "Notes",
        "appendix": "Annexe", "glossary": "Glossaire", "colophon": "Colophon",
        "about": "L’auteur",
    },
    "es": {
        "foreword": "Prólogo", "preface": "Prefacio", "introduction": "Introducción",
        "afterword": "Epílogo", "acknowledgements": "Agradecimientos", "notes": "Notas",
        "appendix": "Apéndice", "glossary": "Glosario", "colophon": "Colofón",
        "about": "Sobre el autor",
    },
    "de": {
        "foreword": "Geleitwort", "preface": "Vorwort", "introduction": "Einleitung",
        "afterword": "Nachwort", "acknowledgements": "Dank", "notes": "Anmerkungen",
        "appendix": "Anhang", "glossary": "Glossar", "colophon": "Kolophon",
        "about": "Über den Autor",
    },
    "it": {
        "foreword": "Presentazione", "preface": "Prefazione", "introduction": "Introduzione",
        "afterword": "Postfazione", "acknowledgements": "Ringraziamenti", "notes": "Note",
        "appendix": "Appendice", "glossary": "Glossario", "colophon": "Colophon",
        "about": "L’autore",
    },
    "pt": {
        "foreword": "Apresentação", "preface": "Prefácio", "introduction": "Introdução",
        "afterword": "Posfácio", "acknowledgements": "Agradecimentos", "notes": "Notas",
        "appendix": "Apêndice", "glossary": "Glossário", "colophon": "Colofão",
        "about": "Sobre o autor",
    },
    "nl": {
        "foreword": "Ten geleide", "preface": "Voorwoord", "introduction": "Inleiding",
        "afterword": "Nawoord", "acknowledgements": "Dankwoord", "notes": "Noten",
        "appendix": "Bijlage", "glossary": "Verklarende woordenlijst", "colophon": "Colofon",
        "about": "Over de auteur",
    },
    "ja": {
        "foreword": "序文", "preface": "まえがき", "introduction": "はじめに",
        "afterword": "あとがき", "acknowledgements": "謝辞", "notes": "注", "appendix": "付録",
        "glossary": "用語集", "colophon": "奥付", "about": "著者について",
    },
    "zh": {
        "foreword": "序", "preface": "前言", "introduction": "导言", "afterword": "后记",
        "acknowledgements": "致谢", "notes": "注释", "appendix": "附录", "glossary": "词汇表",
        "colophon": "版本说明", "about": "关于作者",
    },
}  # fmt: skip
"""What a page of matter is called, by its kind."""


def phrases(language: str) -> Phrases:
    """The shop's words in a language ("en", "pt-BR"); in English where it knows no other."""
    return PHRASES.get(primary(language), _ENGLISH)


def number(count: int, language: str) -> str:
    """A count as a reader writes it: "348,000", "348.000"."""
    return f"{count:,}".replace(",", phrases(language).thousands)


def name_of(kind: str, language: str) -> str:
    """The heading of a page of matter; "" for a kind that carries none."""
    return NAMES.get(primary(language), {}).get(kind) or NAMES["en"].get(kind, "")


def primary(language: str) -> str:
    """The language of a tag, without country or script: "pt" of "pt-BR"."""
    return language.lower().replace("_", "-").split("-")[0]
