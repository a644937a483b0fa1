"""From raw loads to tested marts: dbt in this process, into a build file of its own."""
