"""From one view to the others: what is chosen in one narrows down the rest."""

from dataclasses import replace

import polars as pl
from textual import on
from textual.widgets import ContentSwitcher

from threadscope.tui.bar import ViewBar
from threadscope.tui.canvas import Canvas
from threadscope.tui.charts import BarChart
from threadscope.tui.help import KeysScreen
from threadscope.tui.lens import Lens
from threadscope.tui.page import PageView
from threadscope.tui.tables import TableView
from threadscope.tui.views import Views

_FOCUS = {"threads": "#list", "depth": "#depths", "rules": "#claims"}
"""What has the keys in a view, where it is not the view itself."""


class Linking(Views):
    """Opens views, and looks at all of them through what was chosen in one."""

    @on(Canvas.Chosen)
    def _narrow_down(self, event: Canvas.Chosen) -> None:
        """Look through what was chosen in another view; choosing it again looks at all."""
        view = event.canvas
        if isinstance(view, TableView):
            self._choose_row(view)
        elif isinstance(view, PageView):
            self._choose_line(event.line + 1)
        elif view.id == "depths":
            depth = int(view.bars[event.line][0]) if isinstance(view, BarChart) else None
            self.look(replace(self.lens, depth=None if self.lens.depth == depth else depth))

    def _choose_row(self, view: TableView) -> None:
        row = view.chosen_row()
        if row is None:
            view.sort_next()
        elif view.id == "pages":
            self.open_page(row["page"])
            self.action_view("threads")
        else:
            wanted = Lens(author=row["author"], answered=row.get("answered"))
            self.look(Lens() if self.lens == wanted else wanted)
            self.action_view("threads")

    def _choose_line(self, line: int) -> None:
        """Go to the comment that a line of the page belongs to."""
        inside = (pl.col("first_line") <= line) & (pl.col("last_line") >= line)
        rows = self.reading.rows_where(inside)
        if rows:
            self.action_view("threads")
            self.threads.jump(rows[0])
        else:
            self.say(f"line {line} is in no comment")

    @on(ViewBar.Opened)
    def _open_view(self, event: ViewBar.Opened) -> None:
        self.action_view(event.view)

    def action_view(self, view: str) -> None:
        """Open a view."""
        self.query_one("#views", ContentSwitcher).current = view
        self._freshen(view)
        lines = self.query_one(_FOCUS.get(view, f"#{view}"), Canvas)
        lines.screen.set_focus(lines)
        self._bar()

    def action_turn(self, step: int) -> None:
        """Open the next page or the previous one."""
        if self.discussion is not None and self.page:
            pages = self.discussion.pages["page"].to_list()
            at = pages.index(self.page) + step
            if 0 <= at < len(pages):
                self.open_page(pages[at])

    def action_zoom(self) -> None:
        """Give the whole width to the list, or take it back."""
        self.screen.toggle_class("wide")

    def action_inspect(self) -> None:
        """On a narrow terminal, change between the comment and why it hangs there."""
        self.screen.toggle_class("inspect")

    async def action_help(self) -> None:
        """Show the keys of the view in focus."""
        await self.push_screen(KeysScreen(self.screen.active_bindings))
