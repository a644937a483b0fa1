{#- One row for each fault in a set of ranges that must cover every number once: a gap, an overlap,
    an open end. Looked at on every day on which a version begins to hold. -#}
{% test is_contiguous(
    model, group_by, lower, upper, lower_inclusive, upper_inclusive, valid_from, valid_to
) %}

    with ranges as (
        select
            {{ row_name(group_by) }} as row_key,
            {{ lower }} as lower_bound,
            {{ upper }} as upper_bound,
            {{ lower_inclusive }} as is_lower_inclusive,
            {{ upper_inclusive }} as is_upper_inclusive,
            {{ valid_from }} as valid_from_date,
            {{ valid_to }} as valid_to_date
        from {{ model }} as seed
    ),

    days as (
        select distinct
            row_key,
            valid_from_date as valid_on_date
        from ranges
    ),

    in_force as (
        select
            ranges.*,
            days.valid_on_date
        from ranges
        inner join days
            on
                ranges.row_key = days.row_key
                and days.valid_on_date >= ranges.valid_from_date
                and (
                    ranges.valid_to_date is null
                    or days.valid_on_date <= ranges.valid_to_date
                )
    ),

    chained as (
        select
            *,
            row_number() over in_order as position,
            lead(row_key) over in_order as next_key,
            lead(lower_bound) over in_order as next_lower,
            lead(is_lower_inclusive) over in_order as is_next_inclusive
        from in_force
        window
            in_order as (
                partition by row_key, valid_on_date
                order by
                    case when lower_bound is null then 0 else 1 end,
                    lower_bound,
                    case when upper_bound is null then 1 else 0 end,
                    upper_bound
            )
    ),

    judged as (
        select
            row_key,
            case
                when upper_bound < lower_bound then 'the bounds are the wrong way round'
                when position = 1 and lower_bound is not null then 'nothing below the first range'
                when next_key is null and upper_bound is not null
                    then 'nothing above the last range'
                when next_key is null then null
                when upper_bound is null or next_lower is null or next_lower < upper_bound
                    then 'two ranges overlap'
                when next_lower > upper_bound then 'a gap between two ranges'
                when is_upper_inclusive and is_next_inclusive
                    then 'two ranges share their common bound'
                when not is_upper_inclusive and not is_next_inclusive
                    then 'the common bound of two ranges belongs to neither'
            end as problem
        from chained
    )

    select
        '{{ model.identifier }}' as seed_name,
        row_key,
        problem
    from judged
    where problem is not null

{% endtest %}
