"""The settings: what there is, the user's file, and what is in force.

A flag outweighs the file, the file outweighs the default.

definitions   every setting, once
loading       the user's file and flags to checked settings
printing      settings as a commented file, and for a program
"""

from __future__ import annotations

from talkie_shell.settings.definitions import Settings
from talkie_shell.settings.loading import load_settings
from talkie_shell.settings.printing import settings_as_dict, settings_as_toml

__all__ = ["Settings", "load_settings", "settings_as_dict", "settings_as_toml"]
