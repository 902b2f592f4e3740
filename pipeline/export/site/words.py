"""The site's own words, in each language that it knows; English where it does not."""

from typing import NamedTuple


class Words(NamedTuple):
    contents: str = "Contents"
    skip: str = "Skip to the text"
    search: str = "Search"
    light: str = "Light or dark"
    previous: str = "Previous"
    next: str = "Next"
    note: str = "Note {number}"
    origin: str = "Where this came from"
    archive: str = "Archive"
    item: str = "Item"
    written: str = "Written"
    original: str = "Original"
    permalink: str = "Permalink"
    colophon: str = "Colophon"
    made_from: str = "What this book was made from"
    items: str = "{number} items"
    edition: str = "Edition {number}"
    feeds: str = "Feeds"
    keys: str = "Keys"
    keys_said: str = "← → or k j turn the chapters, / searches, c goes to the contents."
    lost: str = "There is no such page in this book."
    nothing: str = "Nothing found."
    untitled: str = "Untitled"
    files: str = "{number} files"


_WORDS: dict[str, Words] = {
    "en": Words(),
    "de": Words(
        "Inhalt", "Zum Text", "Suchen", "Hell oder dunkel", "Zurück", "Weiter",
        "Anmerkung {number}",
        "Woher das stammt", "Archiv", "Nummer", "Geschrieben", "Original", "Fester Link",
        "Kolophon", "Woraus dieses Buch gemacht ist", "{number} Beiträge", "{number}. Ausgabe",
        "Feeds", "Tasten", "← → oder k j blättern, / sucht, c führt zum Inhalt.",
        "Diese Seite gibt es in diesem Buch nicht.", "Nichts gefunden.", "Ohne Titel",
        "{number} Dateien",
    ),
    "fr": Words(
        "Table des matières", "Aller au texte", "Rechercher", "Clair ou sombre", "Précédent",
        "Suivant", "Note {number}", "D’où cela vient", "Archive", "Numéro", "Écrit", "Original",
        "Lien permanent", "Colophon", "De quoi ce livre est fait", "{number} billets",
        "Édition {number}", "Flux", "Touches",
        "← → ou k j tournent les chapitres, / cherche, c mène à la table.",
        "Cette page n’est pas dans ce livre.", "Rien trouvé.", "Sans titre",
        "{number} fichiers",
    ),
    "es": Words(
        "Índice", "Ir al texto", "Buscar", "Claro u oscuro", "Anterior", "Siguiente",
        "Nota {number}", "De dónde viene", "Archivo", "Número", "Escrito", "Original",
        "Enlace permanente", "Colofón", "De qué está hecho este libro", "{number} entradas",
        "Edición {number}", "Canales", "Teclas",
        "← → o k j pasan los capítulos, / busca, c lleva al índice.",
        "Esa página no está en este libro.", "No se encontró nada.", "Sin título",
        "{number} archivos",
    ),
    "ja": Words(
        "目次", "本文へ", "検索", "明暗の切り替え", "前へ", "次へ", "注 {number}", "出典",
        "アーカイブ", "番号", "日付", "原文", "固定リンク", "奥付", "この本の元になったもの",
        "{number} 件", "第{number}版", "フィード", "キー操作",
        "← → または k j で章を移動、/ で検索、c で目次。", "このページは本の中にありません。",
        "見つかりません。", "無題",
        "{number} ファイル",
    ),
    "zh": Words(
        "目录", "跳到正文", "搜索", "明暗切换", "上一页", "下一页", "注 {number}", "出处", "档案",
        "编号", "写于", "原文", "固定链接", "版本说明", "本书的来源", "{number} 篇", "第{number}版",
        "订阅", "按键", "← → 或 k j 翻页，/ 搜索，c 回到目录。", "本书中没有这一页。",
        "没有找到。", "无题",
        "{number} 个文件",
    ),
    "it": Words(
        "Indice", "Vai al testo", "Cerca", "Chiaro o scuro", "Precedente", "Successivo",
        "Nota {number}", "Da dove viene", "Archivio", "Numero", "Scritto", "Originale",
        "Link permanente", "Colophon", "Di che cosa è fatto questo libro", "{number} testi",
        "Edizione {number}", "Feed", "Tasti",
        "← → o k j voltano i capitoli, / cerca, c porta all’indice.",
        "Questa pagina non è nel libro.", "Nessun risultato.", "Senza titolo",
        "{number} file",
    ),
    "pt": Words(
        "Sumário", "Ir para o texto", "Procurar", "Claro ou escuro", "Anterior", "Seguinte",
        "Nota {number}", "De onde isto veio", "Arquivo", "Número", "Escrito", "Original",
        "Link permanente", "Colofão", "De que é feito este livro", "{number} textos",
        "Edição {number}", "Feeds", "Teclas",
        "← → ou k j viram os capítulos, / procura, c leva ao sumário.",
        "Essa página não está neste livro.", "Nada encontrado.", "Sem título",
        "{number} ficheiros",
    ),
    "nl": Words(
        "Inhoud", "Naar de tekst", "Zoeken", "Licht of donker", "Vorige", "Volgende",
        "Noot {number}", "Waar dit vandaan komt", "Archief", "Nummer", "Geschreven",
        "Origineel", "Vaste link", "Colofon", "Waaruit dit boek gemaakt is", "{number} teksten",
        "Editie {number}", "Feeds", "Toetsen",
        "← → of k j slaan de hoofdstukken om, / zoekt, c gaat naar de inhoud.",
        "Die pagina staat niet in dit boek.", "Niets gevonden.", "Zonder titel",
        "{number} bestanden",
    ),
}  # fmt: skip


def words(language: str) -> Words:
    """The words of a book's language."""
    return _WORDS.get(language.replace("_", "-").split("-")[0].lower(), _WORDS["en"])
