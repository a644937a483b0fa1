{#- One row for each pair of rows of the same thing that hold on the same day. Rows whose `unless`
    column is filled were withdrawn and do not count. -#}
{% test does_not_overlap(model, key, group_by, valid_from, valid_to, unless) %}

    with rows_in_force as (
        select
            {{ row_name(key) }} as row_key,
            {{ row_name(group_by) }} as group_key,
            {{ valid_from }} as valid_from_date,
            {{ valid_to }} as valid_to_date
        from {{ model }} as seed
        where {{ unless }} is null
    )

    select
        '{{ model.identifier }}' as seed_name,
        earlier.row_key,
        'holds on the same days as ' || later.row_key as problem
    from rows_in_force as earlier
    inner join rows_in_force as later
        on
            earlier.group_key = later.group_key
            and earlier.row_key < later.row_key
            and earlier.valid_from_date <= coalesce(later.valid_to_date, date '9999-12-31')
            and later.valid_from_date <= coalesce(earlier.valid_to_date, date '9999-12-31')

{% endtest %}
