{#- One row for each pair of rows of the same thing that hold on the same day. A row that another one
    corrects (`supersedes` names its key) does not count; one without an end ends before the next. -#}
{% test does_not_overlap(model, key, group_by, valid_from, valid_to, supersedes) %}

    with rows_in_force as (
        select
            {{ row_name([key]) }} as row_key,
            {{ row_name(group_by) }} as group_key,
            {{ valid_from }} as valid_from_date,
            {{ valid_to }} as valid_to_date
        from {{ model }} as seed
        where
            not exists (
                select 1 from {{ model }} as later
                where later.{{ supersedes }} = seed.{{ key }}
            )
    )

    select
        '{{ model.identifier }}' as seed_name,
        earlier.row_key,
        'holds on the same days as ' || later.row_key as problem
    from rows_in_force as earlier
    inner join rows_in_force as later
        on
            earlier.group_key = later.group_key
            and (
                (
                    earlier.valid_from_date < later.valid_from_date
                    and earlier.valid_to_date >= later.valid_from_date
                )
                or (
                    earlier.valid_from_date = later.valid_from_date
                    and earlier.row_key < later.row_key
                )
            )

{% endtest %}
