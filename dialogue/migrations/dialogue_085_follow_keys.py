"""Nobody follows the same thing twice."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from dialogue.following.tables import Subscription

ID = "2026-11-22T22:20:07:850850"
VERSION = "1.38.0"
DESCRIPTION = "unique key of subscriptions"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)

    async def run() -> None:
        await Subscription.raw(
            "CREATE UNIQUE INDEX subscription_key ON subscription (ward, receiver, wanted)"
        )

    manager.add_raw(run)
    return manager
