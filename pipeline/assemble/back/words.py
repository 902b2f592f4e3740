"""The words of the back matter that the shop makes, in each language that it knows."""

from typing import NamedTuple

from pipeline.assemble.phrases import primary


class Words(NamedTuple):
    titles: dict[str, str]  # of the pages
    more: str  # {number}: places that an entry of the index does not name
    to_clear: str  # what stands above the sources
    texts: str
    embeds: str
    pictures: str
    post: str  # a post shown as a post
    quotation: str
    repeated: str  # another's post in the words of one's own: "RT @ada"
    by_another: str  # a whole entry
    kinds: dict[str, str]  # of an embed
    picture: str
    length: str  # {number}: words
    unnamed: str  # whose a text is
    archived: str  # {address}


_ENGLISH = Words(
    titles={
        "index": "Index",
        "illustrations": "Illustrations",
        "chronology": "Chronology",
        "sources": "Sources and Permissions",
        "links": "Links",
    },
    more="and {number} more",
    to_clear="Words and pictures in this book that came from others, or may have.",
    texts="Texts",
    embeds="Films, sounds and posts",
    pictures="Pictures",
    post="post",
    quotation="quotation",
    repeated="repeated post",
    by_another="text by another hand",
    kinds={"video": "film", "audio": "sound", "post": "post", "file": "file", "link": "page"},
    picture="picture from outside the archive",
    length="words: {number}",
    unnamed="source not named",
    archived="Archived: {address}",
)

WORDS: dict[str, Words] = {
    "en": _ENGLISH,
    "fr": Words(
        titles={"index": "Index", "illustrations": "Table des illustrations",
                "chronology": "Chronologie", "sources": "Sources et autorisations",
                "links": "Liens"},
        more="et {number} autres",
        to_clear="Textes et images de ce livre qui viennent d’autrui, ou peuvent en venir.",
        texts="Textes",
        embeds="Films, sons et messages",
        pictures="Images",
        post="message",
        quotation="citation",
        repeated="message repris",
        by_another="texte d’une autre main",
        kinds={"video": "film", "audio": "son", "post": "message", "file": "fichier",
               "link": "page"},
        picture="image extérieure à l’archive",
        length="mots\u00a0: {number}",
        unnamed="source non indiquée",
        archived="Archivé\u00a0: {address}",
    ),
    "es": Words(
        titles={"index": "Índice alfabético", "illustrations": "Ilustraciones",
                "chronology": "Cronología", "sources": "Fuentes y permisos", "links": "Enlaces"},
        more="y {number} más",
        to_clear="Textos e imágenes de este libro que son de otros, o pueden serlo.",
        texts="Textos",
        embeds="Vídeos, sonidos y mensajes",
        pictures="Imágenes",
        post="mensaje",
        quotation="cita",
        repeated="mensaje repetido",
        by_another="texto de otra mano",
        kinds={"video": "vídeo", "audio": "sonido", "post": "mensaje", "file": "archivo",
               "link": "página"},
        picture="imagen ajena al archivo",
        length="palabras: {number}",
        unnamed="fuente no indicada",
        archived="Archivado: {address}",
    ),
    "de": Words(
        titles={"index": "Register", "illustrations": "Abbildungen", "chronology": "Zeittafel",
                "sources": "Quellen und Rechte", "links": "Verweise ins Netz"},
        more="und {number} weitere",
        to_clear="Texte und Bilder dieses Buches, die von anderen stammen oder stammen können.",
        texts="Texte",
        embeds="Filme, Töne und Beiträge",
        pictures="Bilder",
        post="Beitrag",
        quotation="Zitat",
        repeated="wiederholter Beitrag",
        by_another="Text von anderer Hand",
        kinds={"video": "Film", "audio": "Ton", "post": "Beitrag", "file": "Datei",
               "link": "Seite"},
        picture="Bild von außerhalb des Archivs",
        length="Wörter: {number}",
        unnamed="Quelle nicht genannt",
        archived="Archiviert: {address}",
    ),
    "it": Words(
        titles={"index": "Indice analitico", "illustrations": "Illustrazioni",
                "chronology": "Cronologia", "sources": "Fonti e permessi",
                "links": "Collegamenti"},
        more="e altri {number}",
        to_clear="Testi e immagini di questo libro che sono di altri, o possono esserlo.",
        texts="Testi",
        embeds="Filmati, suoni e messaggi",
        pictures="Immagini",
        post="messaggio",
        quotation="citazione",
        repeated="messaggio ripetuto",
        by_another="testo di altra mano",
        kinds={"video": "filmato", "audio": "suono", "post": "messaggio", "file": "file",
               "link": "pagina"},
        picture="immagine esterna all’archivio",
        length="parole: {number}",
        unnamed="fonte non indicata",
        archived="Archiviato: {address}",
    ),
    "pt": Words(
        titles={"index": "Índice remissivo", "illustrations": "Ilustrações",
                "chronology": "Cronologia", "sources": "Fontes e permissões",
                "links": "Ligações"},
        more="e mais {number}",
        to_clear="Textos e imagens deste livro que são de outros, ou podem ser.",
        texts="Textos",
        embeds="Filmes, sons e mensagens",
        pictures="Imagens",
        post="mensagem",
        quotation="citação",
        repeated="mensagem repetida",
        by_another="texto de outra mão",
        kinds={"video": "filme", "audio": "som", "post": "mensagem", "file": "ficheiro",
               "link": "página"},
        picture="imagem de fora do arquivo",
        length="palavras: {number}",
        unnamed="fonte não indicada",
        archived="Arquivado: {address}",
    ),
    "nl": Words(
        titles={"index": "Register", "illustrations": "Afbeeldingen", "chronology": "Tijdlijn",
                "sources": "Bronnen en rechten", "links": "Koppelingen"},
        more="en nog {number}",
        to_clear="Teksten en beelden in dit boek die van anderen zijn, of kunnen zijn.",
        texts="Teksten",
        embeds="Films, geluiden en berichten",
        pictures="Afbeeldingen",
        post="bericht",
        quotation="citaat",
        repeated="herhaald bericht",
        by_another="tekst van een ander",
        kinds={"video": "film", "audio": "geluid", "post": "bericht", "file": "bestand",
               "link": "pagina"},
        picture="afbeelding van buiten het archief",
        length="woorden: {number}",
        unnamed="bron niet genoemd",
        archived="Gearchiveerd: {address}",
    ),
    "ja": Words(
        titles={"index": "索引", "illustrations": "図版一覧", "chronology": "年表",
                "sources": "出典と許諾", "links": "リンク集"},
        more="ほか{number}件",
        to_clear="本書のうち、他者による、またはその可能性がある文章と画像。",
        texts="文章",
        embeds="動画・音声・投稿",
        pictures="画像",
        post="投稿",
        quotation="引用",
        repeated="再投稿",
        by_another="他者の文章",
        kinds={"video": "動画", "audio": "音声", "post": "投稿", "file": "ファイル",
               "link": "ページ"},
        picture="アーカイブ外の画像",
        length="{number}語",
        unnamed="出典の記載なし",
        archived="保存版: {address}",
    ),
    "zh": Words(
        titles={"index": "索引", "illustrations": "插图目录", "chronology": "年表",
                "sources": "出处与授权", "links": "链接"},
        more="及另外{number}处",
        to_clear="本书中出自他人或可能出自他人的文字与图片。",
        texts="文字",
        embeds="影片、声音与帖子",
        pictures="图片",
        post="帖子",
        quotation="引文",
        repeated="转述的帖子",
        by_another="他人的文字",
        kinds={"video": "影片", "audio": "声音", "post": "帖子", "file": "文件",
               "link": "网页"},
        picture="档案以外的图片",
        length="{number}字",
        unnamed="未注明出处",
        archived="存档:{address}",
    ),
}  # fmt: skip


def words(language: str) -> Words:
    """The words in a language ("en", "pt-BR"); in English where the shop knows no other."""
    return WORDS.get(primary(language), _ENGLISH)
