"""A section of the page of review: a page of its own, whose head stands beside the choice of sections."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets.desk.pages import Page
from widgets.desk.parts import spread
from widgets.kit import theme


class Section(Page):
    """One section; what it puts into `tools` stands in the page's head while it is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.tools = QWidget()
        self.tool_row = spread(QHBoxLayout(self.tools), 0, 0, theme.SPACE_M)
