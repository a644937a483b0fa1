{#- One row for each entry of a register that does not follow on the one before it: its number leaves
    a gap or stands twice, or it was recorded earlier. -#}
{% test is_append_only(model, entry, recorded_at) %}

    with entries as (
        select
            {{ entry }} as entry_number,
            {{ recorded_at }} as recorded_at,
            row_number() over in_order as position,
            lag({{ recorded_at }}) over in_order as recorded_before
        from {{ model }}
        window in_order as (order by {{ entry }}, {{ recorded_at }})
    )

    select
        '{{ model.identifier }}' as seed_name,
        {{ cell_text('entry_number') }} as row_key,
        'its number does not follow on the one before' as problem
    from entries
    where entry_number != position
    union all
    select
        '{{ model.identifier }}' as seed_name,
        {{ cell_text('entry_number') }} as row_key,
        'was recorded before the entry in front of it' as problem
    from entries
    where recorded_at < recorded_before

{% endtest %}
