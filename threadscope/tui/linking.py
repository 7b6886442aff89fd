"""From one view to the others: what is chosen in one narrows down the rest."""

from textual import on
from textual.widgets import ContentSwitcher

from threadscope.choice import Part
from threadscope.tui.bar import ViewBar
from threadscope.tui.canvas import Canvas
from threadscope.tui.charts import BarChart
from threadscope.tui.help import KeysScreen
from threadscope.tui.looking import Looking
from threadscope.tui.page import PageView
from threadscope.tui.tables import TableView

_FOCUS = {"threads": "#list", "depth": "#depths", "rules": "#claims"}
"""What has the keys in a view, where it is not the view itself."""


class Linking(Looking):
    """Opens views, and looks at all of them through what was chosen in one."""

    @on(Canvas.Chosen)
    def _choose(self, event: Canvas.Chosen) -> None:
        """Choose what a line of a view stands for, in all of them; choosing it again lets it go."""
        view, line = event.canvas, event.line
        if isinstance(view, BarChart):
            self.toggle(view.part(line))
        elif isinstance(view, PageView):
            self._choose_line(view, line)
        elif isinstance(view, TableView):
            self._choose_row(view, line)

    def toggle(self, part: Part) -> None:
        """Choose some comments besides what is chosen already, or let them go."""
        self.look(self.lens.toggled(part))

    def _choose_row(self, view: TableView, line: int) -> None:
        if not line:
            view.sort_next()
            return
        part = view.part(line)
        self.action_view("threads")
        if part:
            self.toggle(part)
        else:
            self.open_page(view.frame["page"][line - 1])

    def _choose_line(self, view: PageView, line: int) -> None:
        """Choose the comment that a line of the page belongs to, and go there."""
        if (part := view.part(line)) is None:
            self.say(f"line {line + 1} is in no comment")
            return
        self.action_view("threads")
        self.toggle(part)
        rows = self.reading.rows_where(part.condition())
        self.threads.jump(rows[0])

    @on(ViewBar.Opened)
    def _open_view(self, event: ViewBar.Opened) -> None:
        self.action_view(event.view)

    def action_view(self, view: str) -> None:
        """Open a view."""
        self.query_one("#views", ContentSwitcher).current = view
        self.freshen(view)
        lines = self.query_one(_FOCUS.get(view, f"#{view}"), Canvas)
        lines.screen.set_focus(lines)
        self.bar()

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
