"""How the login pages of the FAB auth manager look: their name and their language."""

APP_NAME = "Сводка"
BABEL_DEFAULT_LOCALE = "ru"
LANGUAGES = {"ru": {"flag": "ru", "name": "Русский"}}
