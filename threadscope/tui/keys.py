"""Every key of the interface, in one table: what it is called, what it does, where it works.

The identifiers are what `keys` in the configuration binds anew.
"""

from textual.binding import Binding


def bind(name: str, keys: str, action: str, words: str, *, show: bool = False) -> Binding:
    """Make a binding with an identifier."""
    return Binding(keys, action, words, show=show, id=name)


HELP = "question_mark,f1"

MOVING = (
    bind("down", "j,down", "move(1)", "Next"),
    bind("up", "k,up", "move(-1)", "Previous"),
    bind("page-down", "pagedown,ctrl+f", "page(1)", "Page down"),
    bind("page-up", "pageup,ctrl+b", "page(-1)", "Page up"),
    bind("half-down", "ctrl+d", "page(0.5)", "Half a page down"),
    bind("half-up", "ctrl+u", "page(-0.5)", "Half a page up"),
    bind("first", "g,home", "edge(0)", "First"),
    bind("last", "G,end", "edge(1)", "Last"),
    bind("choose", "enter", "choose", "Choose"),
)
"""Keys of everything with lines."""

SIDEWAYS = (
    bind("left", "h,left", "shift(-1)", "What is cut off on the left"),
    bind("right", "l,right", "shift(1)", "What is cut off on the right"),
)
"""Keys of lines that are longer than the window, save for the threads."""

TREE = (
    bind("out", "h,left", "out", "Fold, else parent"),
    bind("in", "l,right", "into", "Unfold, else first reply"),
    bind("fold", "space", "switch", "Fold", show=True),
    bind("next-sibling", "J,shift+down", "sibling(1)", "Next sibling"),
    bind("previous-sibling", "K,shift+up", "sibling(-1)", "Previous sibling"),
    bind("parent", "p,shift+left", "parent", "Parent"),
    bind("root", "P", "root", "Top of the thread"),
    bind("next-thread", "right_curly_bracket", "thread(1)", "Next thread"),
    bind("previous-thread", "left_curly_bracket", "thread(-1)", "Previous thread"),
    bind("next-same-author", "asterisk", "same_author(1)", "Next by this author"),
    bind("previous-same-author", "number_sign", "same_author(-1)", "Previous by this author"),
    bind("next-unread", "full_stop", "unread(1)", "Next unread"),
    bind("previous-unread", "comma", "unread(-1)", "Previous unread"),
    bind("next-unsure", "right_parenthesis", "unsure(1)", "Next unsure place"),
    bind("previous-unsure", "left_parenthesis", "unsure(-1)", "Previous unsure place"),
    bind("back", "left_square_bracket", "history(-1)", "Back"),
    bind("forward", "right_square_bracket", "history(1)", "Forward"),
    bind("fold-siblings", "c", "siblings_fold(True)", "Fold with siblings"),
    bind("unfold-siblings", "e", "siblings_fold(False)", "Unfold with siblings"),
    bind("fold-all", "C", "fold_to(0)", "Fold all"),
    bind("unfold-all", "E,0", "unfold_all", "Unfold all"),
    *(bind(f"fold-to-{n}", str(n), f"fold_to({n})", f"Fold to depth {n}") for n in range(1, 10)),
    bind("fold-chain", "X", "fold_chain", "Fold this thread and go on"),
    bind("mark", "m", "mark", "Mark"),
    bind("next-mark", "apostrophe", "next_mark", "Next mark"),
    bind("clear-marks", "M", "clear_marks", "Clear marks"),
)
"""Keys of the thread view."""

EVERYWHERE = (
    bind("search", "slash", "search", "Search", show=True),
    bind("next-hit", "n", "hit(1)", "Next hit"),
    bind("previous-hit", "N", "hit(-1)", "Previous hit"),
    bind("filter-by", "f", "filter_by", "Filter: by what?"),
    bind("filter", "ampersand,backslash", "filter", "Filter: by the search, another way"),
    bind("clear", "escape", "clear", "Clear"),
    bind("sort", "s", "sort", "Sort", show=True),
    bind("order", "T", "order", "Next order of the comments"),
    bind("reparent", "r", "reparent", "Move", show=True),
    bind("undo", "u", "undo", "Undo"),
    bind("redo", "ctrl+r", "redo", "Redo"),
    bind("yank", "y", "yank", "Copy", show=True),
    bind("open", "o", "open_page", "Page in $PAGER"),
    bind("edit", "f4", "edit_page", "Page in $EDITOR"),
    bind("pipe", "vertical_line", "pipe", "Pipe to a command"),
    bind("inspect", "i", "inspect", "Why it hangs there"),
    bind("zoom", "z", "zoom", "Wide"),
    bind("view-threads", "V", "view('threads')", "Threads"),
    bind("view-authors", "A", "view('authors')", "Authors"),
    bind("view-depth", "D", "view('depth')", "Depth"),
    bind("view-pairs", "W", "view('pairs')", "Who answers whom"),
    bind("view-page", "O", "view('page')", "Original page"),
    bind("view-rules", "R", "view('rules')", "Rules"),
    bind("view-pages", "L", "view('pages')", "Pages"),
    bind("next-page", "greater_than_sign", "turn(1)", "Next page"),
    bind("previous-page", "less_than_sign", "turn(-1)", "Previous page"),
    bind("focus-next", "tab", "app.focus_next", "Next pane"),
    bind("focus-previous", "shift+tab", "app.focus_previous", "Previous pane"),
    bind("help", HELP, "help", "Keys", show=True),
    bind("palette", "colon", "palette", "Commands"),
    bind("quit", "q", "quit", "Quit", show=True),
)
"""Keys that work in every view."""

RULES = (
    bind("use-pack", "f5", "app.use_pack", "Use this pack", show=True),
    bind("save-pack", "ctrl+s", "app.save_pack", "Save it", show=True),
)
"""Keys of the rules."""

CLOSING = (bind("close", "escape,q", "close", "Close", show=True),)
"""Keys of what lies over the screen."""

PICKING = tuple(bind(f"pick-{n}", str(n), f"pick({n})", f"Choose {n}") for n in range(1, 10))
"""Keys of menus."""

TABLES = {
    "In every view": EVERYWHERE,
    "Lines": MOVING,
    "Lines that are cut off": SIDEWAYS,
    "Threads": TREE,
    "Rules": RULES,
    "Menus and this list of keys": CLOSING,
    "Menus": PICKING,
}
"""All bindings, by where they work."""

NAMES = tuple(str(binding.id) for table in TABLES.values() for binding in table)
"""The names of all bindings."""
