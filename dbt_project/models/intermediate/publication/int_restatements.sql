with causes as (
    select
        *,
        {{ differs('rule_version', 'current_rule_version') }}
        or {{ differs('rag_profile_id', 'current_rag_profile_id') }} as is_other_rule
    from {{ ref('int_restatement_causes') }}
),

-- Each of the three that is other now, with its own reason and its own moment.
reasoned as (
    select
        *,
        case
            when not is_value_restated then null
            when corrected_at is not null
                then 'Corrected by a return: ' || rtrim(correction_reason, '.')
            when value is null and returned_at is not null
                then 'The return came after the publication'
            when returned_at is not null then 'Changed by a later return'
            else
                'A later load of '
                || coalesce(replace(loaded_source, '_', ' '), 'the source')
                || ' changed the figure'
        end as value_clause,
        case
            when not is_value_restated then null
            else coalesce(corrected_at, returned_at, loaded_at)
        end as value_since,
        case
            when not is_target_restated then null
            when current_target_version_id is null
                then 'No target is in force for the period any more'
            else
                'The target was changed in the register'
                || coalesce(': ' || rtrim(target_reason, '.'), '')
        end as target_clause,
        case when is_target_restated then target_recorded_at end as target_since,
        case
            when
                not is_status_restated or is_value_restated or is_target_restated
                then null
            when is_other_rule
                then
                    'The rule of the colour was changed'
                    || coalesce(': ' || rtrim(rule_reason, '.'), '')
            else 'The colour follows from other figures that changed since'
        end as status_clause,
        case
            when is_status_restated and is_other_rule then rule_recorded_at
        end as status_since
    from causes
),

final as (
    select
        publication_id,
        measure_id,
        organisation_unit_id,
        period_id,
        value as published_value,
        current_value,
        target_value as published_target_value,
        current_target_value,
        target_version_id as published_target_version_id,
        current_target_version_id,
        rag_status as published_rag_status,
        current_rag_status,
        current_rag_profile_id,
        current_rule_version,
        coalesce(value_clause || '.', '')
        || case
            when value_clause is not null and target_clause is not null then ' '
            else ''
        end
        || coalesce(target_clause || '.', '')
        || coalesce(status_clause || '.', '') as reason,
        is_value_restated,
        is_target_restated,
        is_status_restated,
        -- What a reader of the page sees: a colour, or a figure as it is printed.
        is_status_restated
        or is_value_printed_otherwise
        or is_target_value_printed_otherwise as is_material,
        period_end_date,
        published_on_date,
        greatest(
            coalesce(value_since, target_since, status_since),
            coalesce(target_since, value_since, status_since),
            coalesce(status_since, value_since, target_since)
        ) as known_since_at
    from reasoned
)

select * from final
